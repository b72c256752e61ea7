import { countsTowardsQuotas } from '~/domain/scheduling/fixed-slots'
import { judgeShares, type ShareUse } from '~/domain/scheduling/hour-shares'
import { judgePolicy } from '~/domain/scheduling/judge-policy'
import { judgeOwnerWindows } from '~/domain/scheduling/owner-windows'
import { effectivePolicy, type Policy, policyFor } from '~/domain/scheduling/policy'
import { judgeQuotas, type QuotaUse } from '~/domain/scheduling/quota'
import { type Asker, judgeAsker, judgePurpose } from '~/domain/scheduling/who-may-book'
import { hoursByPlace, hoursRows, type PlaceHours } from '~/features/bookings/previews/facts.server'
import { type HeldItem, heldItems, type Preview, previewOf } from '~/features/bookings/previews/held-items.server'
import type { OwnerRef } from '~/features/scheduling/owner.server'
import { layersAt, type PolicyRow } from '~/features/scheduling/policies/rows.server'

const WIDE_TO_NARROW = ['alliance', 'university', 'campus', 'lab', 'resource'] as const

/**
 * The bookings to come that today's rules allow and other rules of an owner would not have allowed
 * when they were made. Quotas and shares of hours are held against what of it was booked before each; kinds
 * of people are left out, since they are not known of a booking afterwards. Nothing is written.
 */
export async function previewRules(owner: OwnerRef, rules: Partial<Policy>, now: Date): Promise<Preview> {
  const items = await heldItems(owner, now)
  if (items.length === 0) return previewOf([], () => false)
  const refs = items.flatMap((item) => WIDE_TO_NARROW.map((kind) => ({ kind, id: idsOf(item)[kind] })))
  const rows = await layersAt([...new Map(refs.map((each) => [`${each.kind} ${each.id}`, each])).values()], now)
  const after = [...rows.filter((each) => each.ownerKind !== owner.kind || each.ownerId !== owner.id), { id: '', ownerKind: owner.kind, ownerId: owner.id, validFrom: now, rules }]
  const hoursOf = hoursByPlace(await hoursRows(items, now))
  const [allowed, allows] = [allowing(rows, items, hoursOf), allowing(after, items, hoursOf)]
  return previewOf(items, (item) => allowed(item) && !allows(item))
}

const idsOf = (item: HeldItem) => ({ alliance: '*', university: item.universityId, campus: item.campusId, lab: item.labId, resource: item.resourceId })

function allowing(rows: readonly PolicyRow[], items: readonly HeldItem[], hoursOf: (item: HeldItem) => PlaceHours): (item: HeldItem) => boolean {
  const byOwner = new Map(rows.map((each) => [`${each.ownerKind} ${each.ownerId}`, each.rules]))
  const known = new Map<string, Policy>()
  const policyOf = (item: HeldItem): Policy => {
    const policy = known.get(item.resourceId) ?? effectivePolicy(WIDE_TO_NARROW.map((kind) => byOwner.get(`${kind} ${idsOf(item)[kind]}`) ?? {})).policy
    known.set(item.resourceId, policy)
    return policy
  }
  return (item) => {
    const policy = policyFor(policyOf(item), item.mode)
    const { timeZone } = item
    const asker: Asker = { origin: item.originClass, kind: null, groupIds: item.groupId === null ? [] : [item.groupId] }
    const found = [
      ...judgePolicy({ policy, period: item, now: item.createdAt, timeZone, futureBookings: 0 }),
      ...judgeAsker(policy, asker),
      ...judgePurpose(policy, item.purpose),
      ...judgeOwnerWindows({ policy, period: item, now: item.createdAt, timeZone, asker }),
    ]
    if (found.length > 0) return false
    const before = items.filter((each) => each.createdAt < item.createdAt && each.bookingId !== item.bookingId)
    if (!keepsShares(policy, item, before, hoursOf(item))) return false
    const counts = (each: HeldItem) => each.resourceId !== item.resourceId || countsTowardsQuotas(policy, each, timeZone)
    if (policy.quotas.length === 0 || !counts(item)) return true
    const earlier = before.filter(counts)
    return judgeQuotas({ quotas: policy.quotas, asked: asUse(item), uses: earlier.map(asUse), timeZone }).length === 0
  }
}

/** The protected share and the ceiling, beside the uses of the same resource that were booked before. */
function keepsShares(policy: Policy, item: HeldItem, before: readonly HeldItem[], hours: PlaceHours): boolean {
  if (policy.protectedShare === null && policy.outsideCeiling === null) return true
  const asShare = ({ start, end, quantity, originClass }: HeldItem): ShareUse => ({ start, end, quantity, origin: originClass })
  const uses = before.filter((each) => each.resourceId === item.resourceId).map(asShare)
  const { capacity, universityId, timeZone } = item
  return judgeShares({ policy, asked: asShare(item), facts: { ...hours, capacity, universityId, timeZone, uses }, now: item.createdAt }).length === 0
}

const asUse = (item: HeldItem): QuotaUse => ({
  start: item.start, end: item.end, resourceId: item.resourceId, kindId: item.kindId, labId: item.labId,
  personId: item.attendeeId, groupId: item.groupId, universityId: item.homeUniversityId,
})
