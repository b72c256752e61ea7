import { isWarningDue } from '~/domain/affiliation/stay'
import { orderMail } from '~/features/jobs/order-mail.server'
import { endRolesWith, tellOfLeaver } from '~/features/people/affiliations/write.server'
import { db, transaction } from '~/platform/db.server'
import type { Tasks } from '~/platform/jobs.server'

const DAY_MS = 86_400_000
const AT_ONCE = 500

export const tasks: Tasks = {
  'warn-of-ending-affiliations': async (_payload, { now, signal }) => {
    await warnOfEnding(now, signal)
  },
  'settle-ended-affiliations': async (_payload, { now }) => {
    await settleEnded(now)
  },
}

/* 00:40 UTC is 8:40 in the morning of the alliance. */
export const cron = `
40 0 * * * warn-of-ending-affiliations ?jobKey=warn-of-ending-affiliations&max=3
*/10 * * * * settle-ended-affiliations ?jobKey=settle-ended-affiliations&max=3`

/** Announces coming ends to the people and, in one mail a day, to the coordinators of the hosts. Gives how many. */
export async function warnOfEnding(now: Date, signal?: AbortSignal): Promise<number> {
  const soon = await db.affiliation.findMany({
    where: {
      endsAt: { gt: now, lte: new Date(now.getTime() + 30 * DAY_MS) },
      OR: [{ isHome: true }, { confirmedAt: { not: null } }],
      person: { status: 'active' },
    },
    select: { id: true, personId: true, universityId: true, endsAt: true, warnedAt: true },
    orderBy: { endsAt: 'asc' },
  })
  const due = soon.filter((each) => isWarningDue(each, now))
  const universities = new Set<string>()
  for (const { id, personId, universityId, endsAt, warnedAt } of due) {
    if (signal?.aborted) break
    await transaction(async (tx) => {
      const { count } = await tx.affiliation.updateMany({ where: { id, warnedAt, endsAt }, data: { warnedAt: now } })
      if (count === 0) return
      universities.add(universityId)
      const key = `affiliation-ending:${id}:${endsAt?.toISOString()}:${warnedAt === null ? 'first' : 'last'}`
      await orderMail(tx, { key, kind: 'affiliation-ending', personId, subjectId: id })
    })
  }
  for (const universityId of universities) await tellOfEnding(universityId, now)
  return due.length
}

async function tellOfEnding(universityId: string, now: Date): Promise<void> {
  const day = now.toISOString().slice(0, 10)
  const coordinators = await db.roleGrant.findMany({
    where: { role: 'coordinator', universityId, startsAt: { lte: now }, person: { status: 'active' }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
    select: { personId: true },
    distinct: ['personId'],
  })
  await transaction(async (tx) => {
    for (const { personId } of coordinators) {
      await orderMail(tx, { key: `affiliations-ending:${universityId}:${personId}:${day}`, kind: 'affiliations-ending', personId, subjectId: universityId })
    }
  })
}

/**
 * Writes down what time has done: roles at a university end with the affiliation there, and a home that
 * ends soon or has ended leaves bookings to be handed over.
 */
export async function settleEnded(now: Date): Promise<void> {
  const ended = await db.$queryRaw<{ id: string; personId: string; universityId: string; endsAt: Date }[]>`
    SELECT a.id::text, a.person_id::text AS "personId", a.university_id AS "universityId", a.ends_at AS "endsAt"
      FROM affiliation a
     WHERE a.ends_at <= ${now} AND a.ends_at > a.starts_at AND (a.is_home OR a.confirmed_at IS NOT NULL)
       AND EXISTS (SELECT 1 FROM role_grant g LEFT JOIN lab l ON l.id = g.lab_id
                    WHERE g.person_id = a.person_id AND g.scope_kind <> 'alliance'
                      AND coalesce(g.university_id, l.host_university_id) = a.university_id
                      AND g.starts_at < a.ends_at AND (g.ends_at IS NULL OR g.ends_at > ${now}))
       AND NOT EXISTS (SELECT 1 FROM affiliation o
                        WHERE o.person_id = a.person_id AND o.university_id = a.university_id
                          AND (o.is_home OR o.confirmed_at IS NOT NULL) AND (o.ends_at IS NULL OR o.ends_at > ${now}))
     ORDER BY a.ends_at LIMIT ${AT_ONCE}`
  for (const stay of ended) await transaction((tx) => endRolesWith(tx, stay, null))
  const leavers = await db.$queryRaw<{ personId: string }[]>`
    SELECT DISTINCT a.person_id::text AS "personId" FROM affiliation a
     WHERE a.is_home AND a.ends_at > ${new Date(now.getTime() - 3 * DAY_MS)} AND a.ends_at <= ${new Date(now.getTime() + 30 * DAY_MS)}
       AND EXISTS (SELECT 1 FROM booking b JOIN booking_item i ON i.booking_id = b.id
                    WHERE b.attendee_id = a.person_id AND b.status IN ('pending', 'approved') AND i.ends_at > a.ends_at
                      AND NOT EXISTS (SELECT 1 FROM booking_handover h WHERE h.booking_id = b.id AND h.leaves_at = a.ends_at))
     LIMIT ${AT_ONCE}`
  await transaction(async (tx) => {
    for (const { personId } of leavers) await tellOfLeaver(tx, personId)
  })
}
