import type { BookingFacts } from '~/domain/booking/facts'
import { problem, type Problem } from '~/domain/problem'
import { type Consequence, inForceAt, type Place } from './consequences'

/** A heavy consequence that a human put in force, with the name of where it holds. */
export type InForce = Consequence & { zh: string | null; en: string | null }

/** Why a person may not book or use what stands at a place now, each with its end; who may set it aside follows from how far it reaches. */
export function judgeConduct(inForce: readonly InForce[], place: Place, at: Date): Problem[] {
  return inForceAt(inForce, place, at)
    .filter(({ effect }) => effect === 'suspended')
    .map(({ scope, endsAt, zh, en }) => {
      const until = (endsAt ?? at).toISOString()
      if (scope === 'alliance') return problem('suspended_everywhere', { until })
      return scope === 'university' ? problem('suspended_at_university', { until, zh, en }) : problem('suspended_here', { until, zh, en })
    })
}

/** Whether a booking at the place needs somebody's approval because of it. */
export const asksApproval = (inForce: readonly InForce[], place: Place, at: Date): boolean =>
  inForceAt(inForce, place, at).some(({ effect }) => effect === 'approval_only')

/** The same over all places of a wish. */
export function judgeItemConduct(facts: BookingFacts, resourceIds: readonly string[], now: Date): Problem[] {
  const { conduct = [] } = facts
  if (conduct.length === 0) return []
  return [...new Set(resourceIds)].flatMap((id) => {
    const resource = facts.resources[id]
    return resource ? judgeConduct(conduct, { resourceId: id, ...resource }, now) : []
  })
}
