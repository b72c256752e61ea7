import { type Actor, can } from '~/domain/access/permission'
import { changeWish, movesOf, staysApproved } from '~/domain/booking/change'
import { judge, type Verdict } from '~/domain/booking/verdict'
import { attendanceChoices } from '~/domain/booking/attendance'
import type { Attendance } from '~/domain/booking/facts'
import type { Question } from '~/domain/booking/questions'
import { problem, type Problem } from '~/domain/problem'
import { type Policy, policyFor } from '~/domain/scheduling/policy'
import type { DayOnStrip } from '~/domain/scheduling/slots'
import type { Period } from '~/domain/time/interval'
import { getResource, type ResourcePage } from '~/features/catalogue/queries.server'
import { withAlternatives } from '~/features/bookings/alternatives.server'
import { questionOf } from '~/features/bookings/create.server'
import { type OtherPerson, peopleToBookFor } from '~/features/bookings/on-behalf.server'
import { payerLines } from '~/features/bookings/payers.server'
import { readCarriedFacts } from '~/features/bookings/project-facts.server'
import type { VerdictView } from '~/features/bookings/form'
import { heldBooking } from '~/features/bookings/held.server'
import { afterOverride } from '~/features/bookings/set-aside.server'
import { outlook } from '~/features/finder/availability.server'
import { eligibilityOf } from '~/features/people/eligibility/queries.server'
import { currentQuestions } from '~/features/scheduling/questions/queries.server'
import { type UniversityChoice, universityChoices } from '~/features/people/queries.server'
import { db } from '~/platform/db.server'

export type CarrierChoice = { id: string; zh: string; en: string; projects: { id: string; zh: string; en: string }[]; /** Of the project alone, not of its group. */ isElsewhere: boolean }

/** What the booking form of a resource needs to know. */
export type BookingSheet = {
  resource: Pick<ResourcePage, 'id' | 'nameZh' | 'nameEn' | 'maker' | 'model' | 'kind' | 'modes' | 'capacity' | 'isIllustrative' | 'needsQualification' | 'campus' | 'university' | 'labId'> & {
    lab: { nameZh: string; nameEn: string }
  }
  policy: Pick<Policy, 'gridMinutes' | 'wholeDays' | 'minMinutes' | 'maxMinutes' | 'horizonDays' | 'maxPeople'>
  /** The next seven days at a glance. */
  days: DayOnStrip[]
  /** The next slot that is free, to begin with. */
  suggestion: Period | null
  carriers: CarrierChoice[]
  /** Whom else the actor may book for. */
  people: OtherPerson[]
  /** Whether people come in groups. */
  asksHeadCount: boolean
  /** Booked in the owner's own system; then there is no form. */
  isBookedElsewhere: boolean
  /** Set where the actor books for callers and walk-ins too. */
  guestUniversities: UniversityChoice[] | null
  /** What the resource asks of those who book it. */
  questions: readonly Question[]
  /** When its person may be there, the least first; one alone leaves no choice. */
  attendances: Attendance[]
  /** Whether the place asks what is brought. */
  needsDeclaration: boolean
}

/** Null: no such resource for the actor. */
export async function bookingSheet(actor: Actor, resourceId: string, now: Date): Promise<BookingSheet | null> {
  // PostgreSQL text holds no NUL; nothing has such an id.
  if (resourceId.includes('\0')) return null
  const [page, times, carriers, people, rules, asking] = await Promise.all([
    getResource(resourceId, actor),
    outlook(resourceId, now),
    carriersOf(actor, now),
    peopleToBookFor(actor, now),
    eligibilityOf(actor, [resourceId], now),
    currentQuestions(resourceId),
  ])
  if (!page || !times) return null
  const managed = { labId: page.labId, universityId: page.universityId }
  const { id, nameZh, nameEn, maker, model, kind, modes, capacity, isIllustrative, needsQualification, campus, university, labId, lab } = page
  const { gridMinutes, wholeDays, minMinutes, maxMinutes, horizonDays, maxPeople } = times.policy
  // The rule's limit is of one booking, the room's of all who are there: the narrower is what may come at most.
  const most = [maxPeople, page.room?.maxPeople ?? null].filter((each) => each !== null)
  const mostPeople = most.length > 0 ? Math.min(...most) : null
  const next = times.nextFree
  return {
    resource: {
      id, nameZh, nameEn, maker, model, kind, modes, capacity, isIllustrative, needsQualification, campus, university, labId,
      lab: { nameZh: lab.nameZh, nameEn: lab.nameEn },
    },
    policy: { gridMinutes, wholeDays, minMinutes, maxMinutes, horizonDays, maxPeople: mostPeople },
    days: times.days,
    suggestion: next.kind === 'now' || next.kind === 'later' ? next.slot : null,
    carriers,
    people,
    asksHeadCount: kind.nature === 'space' || kind.nature === 'base',
    questions: asking.questions,
    attendances: modes.map((mode) => attendanceChoices(policyFor(times.policy, mode), mode)).toSorted((a, b) => b.length - a.length)[0] ?? [],
    needsDeclaration: rules.get(resourceId)?.needsDeclaration ?? false,
    isBookedElsewhere: page.externalUrl !== null,
    guestUniversities: can(actor, 'book:resource_for_others', managed) ? await universityChoices() : null,
  }
}

/** The actor's running groups with their running projects, and the projects elsewhere that the actor is of. */
export async function carriersOf(actor: Actor, now: Date): Promise<CarrierChoice[]> {
  const isOfIt = { some: { personId: actor.personId, startsAt: { lte: now }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] } }
  const mayCarry = { closedAt: null, AND: [{ OR: [{ endsOn: null }, { endsOn: { gte: new Date(now.getTime() - 86_400_000) } }] }] }
  const names = { id: true, nameZh: true, nameEn: true } as const
  const [groups, elsewhere] = await Promise.all([
    db.researchGroup.findMany({
      where: { closedAt: null, members: isOfIt },
      orderBy: { id: 'asc' },
      select: {
        ...names,
        members: { where: { personId: actor.personId }, select: { startsAt: true } },
        projects: { where: mayCarry, orderBy: { id: 'asc' }, select: names },
      },
    }),
    db.project.findMany({
      where: { ...mayCarry, members: isOfIt, group: { closedAt: null, NOT: { members: isOfIt } } },
      orderBy: { id: 'asc' },
      select: { ...names, group: { select: names } },
    }),
  ])
  const choice = ({ id, nameZh, nameEn }: { id: string; nameZh: string; nameEn: string }) => ({ id, zh: nameZh, en: nameEn })
  const since = (group: (typeof groups)[number]) => group.members[0]?.startsAt.getTime() ?? 0
  return [
    ...groups.toSorted((a, b) => since(a) - since(b)).map((group) => ({ ...choice(group), projects: group.projects.map(choice), isElsewhere: false })),
    ...elsewhere.map((project) => ({ ...choice(project.group), projects: [choice(project)], isElsewhere: true })),
  ]
}

export async function verdictView(verdict: Verdict, change: VerdictView['change'] = null): Promise<VerdictView> {
  return {
    ok: verdict.ok,
    problems: verdict.problems,
    price: verdict.price,
    originClass: verdict.originClass,
    payers: await payerLines(verdict.payers),
    approvers: (verdict.route?.steps ?? []).map((stage) => stage.map((step) => step.approver.role)),
    holdExpiresAt: verdict.holdExpiresAt,
    change,
    guestEmail: null,
  }
}

/** A refusal without a verdict, such as of a person who is not known. */
export function refusalView(problems: Problem[]): VerdictView {
  return { ok: false, problems, price: null, originClass: null, payers: [], approvers: [], holdExpiresAt: null, change: null, guestEmail: null }
}

/**
 * What would become of a change to the given period, without writing: refused and why, moved at once,
 * or asked anew while the old time is kept. Several items move by the same distance.
 */
export async function checkChange(
  actor: Actor,
  bookingId: string,
  period: Period,
  now: Date,
  overrideReason?: string,
): Promise<VerdictView> {
  const booking = await heldBooking(bookingId, now)
  if (!booking || !can(actor, 'update:booking', booking.target)) return refusalView([problem('not_allowed', {})])
  const wish = changeWish(booking, { startsAt: period.start, endsAt: period.end }, actor)
  if (!wish) return refusalView([problem('state_forbids', { status: booking.status })])
  if (booking.change) return refusalView([problem('change_pending', {})])
  const facts = await readCarriedFacts({ ...questionOf(wish, now, bookingId), projectId: booking.projectId })
  const { verdict } = afterOverride(actor, facts, wish, judge(facts, wish, now), overrideReason)
  const asksAnew = booking.status === 'approved' && verdict.route !== null && !staysApproved(movesOf(booking, wish))
  const view = await verdictView(verdict, asksAnew ? 'asks_anew' : 'moves')
  return { ...view, problems: await withAlternatives(view.problems, wish, now) }
}
