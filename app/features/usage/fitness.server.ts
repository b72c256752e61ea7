import { judgeFitness } from '~/domain/eligibility/fitness'
import { touchesNight } from '~/domain/eligibility/night'
import { fitnessProblems } from '~/domain/eligibility/problems'
import { judgeConduct } from '~/domain/conduct/in-force'
import { problem, type Problem } from '~/domain/problem'
import { eligibilityFacts } from '~/features/people/eligibility/facts.server'
import type { HeldUse } from '~/features/usage/facts.server'

/**
 * Why the person of a booking may not use the machine now, whatever held when it was booked: the account, the
 * qualification and the admission are looked at again. What a manager set aside for this booking stays set aside.
 */
export async function fitnessNow(use: HeldUse, now: Date): Promise<Problem[]> {
  if (use.resourceStatus !== 'active') return [problem('resource_not_in_service', {})]
  const { person, places, rules } = await eligibilityFacts(use.personId, [use.resourceId], now)
  const place = places[0]
  if (person === null || place === undefined) throw new Error(`no person or resource of item ${use.itemId}`)
  if (person.status === 'suspended' || person.status === 'merged' || person.status === 'erased') return [problem('account_not_confirmed', {})]
  const suspended = judgeConduct(use.conduct, use, now).filter(({ code }) => !use.setAside.includes(code))
  if (suspended.length > 0) return suspended
  const period = { start: now, end: use.plan && use.plan.end > now ? use.plan.end : now }
  const fitness = judgeFitness(person, place, rules, { at: now, isNight: touchesNight(period, place.timeZone) })
  const mode = fitness.modes.find((each) => each.mode === use.mode)
  // A way of use that is no longer offered was granted while it was.
  if (mode === undefined) return []
  return fitnessProblems(mode, fitness.usable).filter(({ code }) => !use.setAside.includes(code))
}
