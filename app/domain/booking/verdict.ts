import { isOwnUniversity, standsFor } from '~/domain/affiliation/belonging'
import { resolveApprovers, type Route, type RouteStep } from '~/domain/approval/route'
import type { BookingFacts, ResourceFacts, Wish } from '~/domain/booking/facts'
import { type ItemVerdict, judgeItem, judgePeriod } from '~/domain/booking/item'
import { placeTogether } from '~/domain/booking/place-together'
import { chooseCarrier, judgePayer } from '~/domain/booking/person'
import { judgeHeadCount } from '~/domain/booking/head-count'
import { judgeItemQuotas } from '~/domain/booking/quota-items'
import { judgeRooms } from '~/domain/booking/room-limit'
import { judgeItemShares } from '~/domain/booking/share-items'
import type { HoldMode } from '~/domain/booking/states'
import { asksApproval, judgeItemConduct } from '~/domain/conduct/in-force'
import { type CountedItem, judgeProject } from '~/domain/people/project'
import { freezePayers, type FrozenPayer } from '~/domain/people/shares'
import { originClass, type OriginClass, quote, type Quote } from '~/domain/pricing/quote'
import { isAcceptable, problem, type Problem } from '~/domain/problem'
import { addMinutes } from '~/domain/time/interval'

export type Verdict = {
  /** True when nothing refuses; warnings may remain. */
  ok: boolean
  problems: Problem[]
  items: ItemVerdict[]
  originClass: OriginClass
  /** Null when no price is listed for every item. */
  price: Quote | null
  /** Who must say yes; null when nobody has to. */
  route: Route | null
  holdMode: HoldMode
  /** When a waiting request stops holding its slot; null when nobody has to decide. */
  holdExpiresAt: Date | null
  groupId: string | null
  projectId: string | null
  /** Who pays which part of the price; null: the group alone. */
  payers: FrozenPayer[] | null
}

/**
 * Judges a wish against the facts: every problem at once, the price, who has to approve, and what
 * would be taken. Pure: equal facts, wish and now give an equal verdict.
 */
export function judge(facts: BookingFacts, wish: Wish, now: Date): Verdict {
  const problems: Problem[] = []
  const judged: ItemVerdict[] = []
  const { isVouched, declaration, answers, answerFiles, purpose } = wish
  const said = { isVouched, declaration, answers, answerFiles, purpose }
  for (const wanted of wish.items) {
    const resource = facts.resources[wanted.resourceId]
    const period = judgePeriod(wanted.period, now)
    if (!resource) problems.push(problem('resource_unknown', { id: wanted.resourceId }))
    else if (isAcceptable(period)) judged.push(judgeItem(facts, resource, wanted, { ...said, now, earlier: judged }))
    problems.push(...period)
  }
  const items = judged.length > 1 ? placeTogether(facts, judged, now) : judged
  if (!facts.attendee) problems.push(problem('attendee_unknown', { email: wish.attendeeId }))
  problems.push(...items.flatMap((each) => each.problems), ...judgeItemConduct(facts, items.map((each) => each.resourceId), now))

  const carrier = facts.attendee ? chooseCarrier(facts.attendee, wish, facts.project) : { groupId: null, projectId: null, problems: [] }
  problems.push(...carrier.problems, ...judgeHeadCount(items.map((each) => each.policy), wish.headCount ?? null), ...judgeRooms(facts, items, { attendeeId: wish.attendeeId, headCount: wish.headCount ?? null }))
  problems.push(...judgeItemQuotas(facts, wish, items, carrier.groupId), ...judgeItemShares(facts, items))
  if (facts.project && carrier.problems.length === 0) problems.push(...judgeProject(facts.project, countedItems(facts, items)))

  const first = wish.items[0] && facts.resources[wish.items[0].resourceId]
  const ownerId = first?.universityId ?? ''
  const stands = facts.attendee ? standsFor(facts.attendee, ownerId) : { universityId: null, kind: null }
  const origin = originClass({ personUniversityId: stands.universityId, personKind: stands.kind, resourceUniversityId: ownerId })
  const price = priceOf(facts, items, origin)
  problems.push(...judgePayer(facts, carrier.groupId, price?.totalFen ?? null))
  const route = routeOf(facts, wish, items, now)
  const distinct = withoutRepeats(problems)
  return {
    ok: isAcceptable(distinct),
    problems: distinct,
    items,
    originClass: origin,
    price,
    route,
    holdMode: items.some((each) => each.policy.holdMode === 'compete') ? 'compete' : 'hold',
    holdExpiresAt: route ? holdExpiry(items, now) : null,
    groupId: carrier.groupId,
    projectId: carrier.projectId,
    payers: freezePayers(facts.project?.payers ?? [], price?.totalFen ?? null),
  }
}

/** What of the items counts towards a project's hours. */
export function countedItems(facts: BookingFacts, items: readonly ItemVerdict[]): CountedItem[] {
  return items.flatMap(({ resourceId, period, quantity }) => {
    const timeZone = facts.resources[resourceId]?.timeZone
    return timeZone === undefined ? [] : [{ period, quantity, timeZone }]
  })
}

/** The approval route of a wish: a step for each lab that wants to be asked, side by side. */
function routeOf(facts: BookingFacts, wish: Wish, items: readonly ItemVerdict[], now: Date): Route | null {
  if (wish.isVouched && wish.attendeeId !== wish.bookerId) return null
  const steps = new Map<string, RouteStep>()
  for (const item of items) {
    const resource = facts.resources[item.resourceId]
    if (!resource || steps.has(resource.labId) || !wantsApproval(facts, resource, item, now)) continue
    steps.set(resource.labId, labStep(resource, [wish.bookerId, wish.attendeeId]))
  }
  return steps.size > 0 ? { steps: [[...steps.values()]] } : null
}

function wantsApproval(facts: BookingFacts, resource: ResourceFacts, item: ItemVerdict, now: Date): boolean {
  if (item.mode === 'entrusted_test' || asksApproval(facts.conduct ?? [], { resourceId: resource.id, ...resource }, now)) return true
  if (item.policy.approval === 'none') return false
  const isOwn = facts.attendee !== null && isOwnUniversity(facts.attendee, resource.universityId)
  return !(item.policy.autoApproveOwnUniversity && isOwn)
}

/** The lab's manager decides; with no other manager than those who ask, the university's coordinator. */
export function labStep(resource: ResourceFacts, requesterIds: readonly string[]): RouteStep {
  return resolveApprovers({
    step: {
      id: `lab:${resource.labId}`,
      approver: { role: 'lab_manager', scopeKind: 'lab', scopeId: resource.labId },
      need: 'any',
      dueHours: resource.policy.holdHours,
    },
    universityId: resource.universityId,
    requesterIds,
    holders: ({ role }) =>
      role === 'lab_manager' ? resource.managerIds : role === 'coordinator' ? resource.coordinatorIds : [],
  })
}

function holdExpiry(items: readonly ItemVerdict[], now: Date): Date {
  const hours = Math.min(...items.map((each) => each.policy.holdHours))
  const byPolicy = addMinutes(now, hours * 60)
  const firstStart = items.reduce((least, each) => (each.period.start < least ? each.period.start : least), byPolicy)
  return firstStart < byPolicy ? firstStart : byPolicy
}

function priceOf(facts: BookingFacts, items: readonly ItemVerdict[], origin: OriginClass): Quote | null {
  const quotes = items.map((item) =>
    quote({
      prices: facts.resources[item.resourceId]?.prices ?? [],
      originClass: origin,
      mode: item.mode,
      period: item.period,
      quantity: item.quantity,
    }),
  )
  if (quotes.length === 0 || quotes.some((each) => each === null)) return null
  const known = quotes.filter((each) => each !== null)
  return {
    totalFen: known.reduce((sum, each) => sum + each.totalFen, 0),
    lines: known.flatMap((each) => each.lines),
    currency: 'CNY',
  }
}

function withoutRepeats(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>()
  return problems.filter((each) => {
    const key = JSON.stringify(each)
    return !seen.has(key) && seen.add(key)
  })
}
