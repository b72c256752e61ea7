import { type Actor, can } from '~/domain/access/permission'
import { type BookingView, listBookings } from '~/features/bookings/queries.server'
import { type MonthSum, monthSums } from '~/features/bookings/costs/queries.server'
import { countHandovers } from '~/features/bookings/handovers/queries.server'
import { inboxCount } from '~/features/bookings/inbox.server'
import { countOpenEnquiries } from '~/features/catalogue/enquiries/queries.server'
import { countCertificatesToVerify } from '~/features/people/admission/queries.server'
import { type OwnGroup, ownGroups, ownLetters } from '~/features/people/groups/queries.server'
import { countReadyToGrant } from '~/features/people/ready/queries.server'
import { db } from '~/platform/db.server'
import { startOfDay, plainDateOf, addDays } from '~/domain/time/zone'

export type OutOfService = { id: string; nameZh: string; nameEn: string | null; until: Date; reason: string; timeZone: string }
export type RecentResource = { id: string; nameZh: string; nameEn: string | null }

export type Today = {
  /** Own bookings to come, soonest first. */
  next: BookingView[]
  recent: RecentResource[]
  /** Today's sessions in the labs the person looks after; null for those who look after none. */
  sessions: BookingView[] | null
  outOfService: OutOfService[] | null
  /** How many requests wait for the person; null for those who decide nothing. */
  toDecide: number | null
  /** What the members of the person's groups have coming; null for those who lead none. */
  group: BookingView[] | null
  /** Invitations to the person, and requests to join the groups the person answers for. */
  /** The groups the person answers for, with what this month is quoted; empty for those without. */
  steered: { groups: OwnGroup[]; sums: MonthSum[] }
  /** Bookings of leavers that the person has to decide about. */
  handovers: number
  letters: { invitations: number; requests: number }
  /** What waits for those who train, verify and answer; 0 for everybody else. */
  duties: { ready: number; certificates: number; enquiries: number }
}

/** The alliance's day, for what is "today" across its campuses, which share one zone. */
const ALLIANCE_ZONE = 'Asia/Shanghai'
const SHOWN = 6

/** What a person needs on opening the system: each part in one query, all at once. */
export async function today(actor: Actor, now: Date): Promise<Today> {
  const date = plainDateOf(now, ALLIANCE_ZONE)
  const day = { from: startOfDay(date, ALLIANCE_ZONE), to: startOfDay(addDays(date, 1), ALLIANCE_ZONE) }
  const looksAfter = actor.grants.some((each) => ['lab_manager', 'operator', 'safety_officer'].includes(each.role))
  const decides = can(actor, 'decide:booking')
  const [groups, own] = await Promise.all([ownGroups(actor, now), ownLetters(actor, now)])
  const leads = groups.some(({ part }) => part === 'leader') || actor.grants.some((each) => each.role === 'pi')
  const letters = { invitations: own.filter(({ kind }) => kind === 'invitation').length, requests: groups.reduce((sum, { requests }) => sum + requests, 0) }
  const steered = groups.filter(({ part }) => part !== 'member')
  const [duties, handovers, sums, next, recent, sessions, outOfService, toDecide, group] = await Promise.all([
    dutiesOf(actor, now),
    countHandovers(actor),
    monthSums(steered.map(({ id }) => id), now),
    listBookings(actor, { mine: true, status: ['pending', 'approved', 'in_use'], from: now, order: 'oldest', limit: SHOWN }, now),
    recentResources(actor),
    looksAfter ? listBookings(actor, { mine: false, byRoleOnly: true, status: ['pending', 'approved', 'in_use', 'completed'], ...day, order: 'oldest', limit: 100 }, now) : null,
    looksAfter ? resourcesOutOfService(actor, now) : null,
    decides ? inboxCount(actor, now) : null,
    leads ? listBookings(actor, { mine: false, ledBy: actor.personId, status: ['pending', 'approved', 'in_use'], from: now, order: 'oldest', limit: SHOWN }, now) : null,
  ])
  return {
    next: next.items,
    recent,
    sessions: sessions?.items ?? null,
    outOfService,
    toDecide,
    group: group?.items ?? null,
    steered: { groups: steered, sums },
    handovers,
    letters,
    duties,
  }
}

async function dutiesOf(actor: Actor, now: Date): Promise<Today['duties']> {
  const [ready, certificates, enquiries] = await Promise.all([
    can(actor, 'grant:qualification') ? countReadyToGrant(actor, now) : 0,
    can(actor, 'verify:certificate') ? countCertificatesToVerify(actor, now) : 0,
    can(actor, 'answer:enquiry') ? countOpenEnquiries(actor) : 0,
  ])
  return { ready, certificates, enquiries }
}

function recentResources(actor: Actor): Promise<RecentResource[]> {
  return db.$queryRaw<RecentResource[]>`
    SELECT r.id, r.name_zh AS "nameZh", r.name_en AS "nameEn"
      FROM booking b JOIN booking_item i ON i.booking_id = b.id JOIN resource r ON r.id = i.resource_id
     WHERE b.attendee_id = ${actor.personId}::uuid AND r.status = 'active'
     GROUP BY r.id ORDER BY max(b.created_at) DESC LIMIT ${SHOWN}`
}

function resourcesOutOfService(actor: Actor, now: Date): Promise<OutOfService[]> {
  const ids = (kind: 'lab' | 'university') => actor.grants.flatMap((each) => (each.scopeKind === kind && each.scopeId ? [each.scopeId] : []))
  return db.$queryRaw<OutOfService[]>`
    SELECT r.id, r.name_zh AS "nameZh", r.name_en AS "nameEn", max(o.ends_at) AS until, min(o.reason) AS reason, c.time_zone AS "timeZone"
      FROM outage o JOIN resource r ON r.id = o.resource_id JOIN campus c ON c.id = r.campus_id
     WHERE o.starts_at <= ${now} AND o.ends_at > ${now} AND o.ended_at IS NULL AND o.kind <> 'booked_elsewhere'
       AND (r.lab_id = ANY (${ids('lab')}::text[]) OR r.university_id = ANY (${ids('university')}::text[]))
     GROUP BY r.id, c.time_zone ORDER BY until LIMIT 20`
}
