import { DEFAULT_CONDUCT_RULES } from '~/domain/conduct/rules'
import type { Prisma } from '~/platform/generated/prisma/client'
import { demoPerson } from './demo-people'
import { uuidOf } from './random'

/** Minutes after the start. */
const LATE = 25
const { points } = DEFAULT_CONDUCT_RULES

/**
 * What the demo's past shows of conduct, and what came after use: somebody did not come and says why, somebody
 * was late three times at one lab, users rated a resource and added what came of it. Uses that have facts are left.
 */
export async function seedDemoConduct(tx: Prisma.TransactionClient, { now, since }: { now: Date; since: Date }): Promise<void> {
  await absences(tx, now)
  await lateness(tx, now)
  await tx.conductRuleVersion.create({ data: { ownerKind: 'lab', ownerId: 'cqu-mechtrans', rules: { lateAfterMinutes: 20, appealDays: 21 }, validFrom: since, createdAt: since }, select: { id: true } })
  await ratings(tx)
  await results(tx, now)
}

/** The last absence of some, found an hour later; the student's is pleaded against. */
async function absences(tx: Prisma.TransactionClient, now: Date): Promise<void> {
  for (const email of ['student@cqjtu.example', 'researcher@cqu.example', 'researcher@swjtu.example']) {
    const personId = demoPerson(email).id
    const [item] = await tx.$queryRaw<{ id: string; resourceId: string; labId: string; universityId: string; from: Date; to: Date }[]>`
      SELECT i.id::text, r.id AS "resourceId", r.lab_id AS "labId", r.university_id AS "universityId", i.starts_at AS "from", i.ends_at AS "to"
        FROM booking b JOIN booking_item i ON i.booking_id = b.id JOIN resource r ON r.id = i.resource_id
       WHERE b.attendee_id = ${personId}::uuid AND i.status = 'no_show' AND i.ends_at < ${now}::timestamptz
         AND NOT EXISTS (SELECT 1 FROM usage_record u WHERE u.item_id = i.id)
       ORDER BY i.starts_at DESC LIMIT 1`
    if (!item) continue
    const { id, resourceId, labId, universityId, from, to } = item
    const foundAt = new Date(from.getTime() + 3_600_000)
    const recordId = uuidOf(`demo-absence:${id}`)
    const findingId = uuidOf(`demo-finding:${id}`)
    await tx.usageRecord.create({ data: { id: recordId, itemId: id, resourceId, personId, status: 'no_show', operation: 'self', purpose: 'research', beneficiary: 'alliance_member', createdAt: foundAt, updatedAt: foundAt }, select: { id: true } })
    await tx.conductFinding.create({
      data: { id: findingId, kind: 'no_show', recordId, personId, resourceId, labId, universityId, at: from, points: points.no_show, foundAt, evidence: { bookedFrom: from.toISOString(), bookedTo: to.toISOString() } },
      select: { id: true },
    })
    if (email.startsWith('student') && foundAt.getTime() > now.getTime() - 13 * 86_400_000) {
      await tx.conductPlea.create({ data: { findingId, excuse: 'transport', text: '高铁晚点两小时，附车票（示例）', askedAt: new Date(foundAt.getTime() + 7_200_000) }, select: { id: true } })
    }
  }
}

/** Three late arrivals of one person at one lab, and what the rules propose for them. */
async function lateness(tx: Prisma.TransactionClient, now: Date): Promise<void> {
  const rows = await tx.$queryRaw<{ id: string; personId: string; resourceId: string; labId: string; universityId: string; from: Date; to: Date }[]>`
    WITH uses AS (
      SELECT i.id, b.attendee_id, r.id AS resource_id, r.lab_id, r.university_id, i.starts_at, i.ends_at,
             row_number() OVER (PARTITION BY b.attendee_id, r.lab_id ORDER BY i.starts_at DESC) AS n
        FROM booking b JOIN booking_item i ON i.booking_id = b.id JOIN resource r ON r.id = i.resource_id JOIN person p ON p.id = b.attendee_id
       WHERE i.status = 'completed' AND i.ends_at < ${now}::timestamptz AND i.ends_at - i.starts_at >= interval '1 hour' AND r.university_id = 'cqu' AND p.email NOT LIKE '%@cqu.example'
         AND NOT EXISTS (SELECT 1 FROM usage_record u WHERE u.item_id = i.id))
    SELECT u.id::text, u.attendee_id::text AS "personId", u.resource_id AS "resourceId", u.lab_id AS "labId", u.university_id AS "universityId", u.starts_at AS "from", u.ends_at AS "to"
      FROM uses u JOIN (SELECT attendee_id, lab_id FROM uses WHERE n = 3 ORDER BY lab_id, attendee_id LIMIT 1) x USING (attendee_id, lab_id)
     WHERE u.n <= 3 ORDER BY u.starts_at`
  const because: string[] = []
  for (const { id, personId, resourceId, labId, universityId, from, to } of rows) {
    const startedAt = new Date(from.getTime() + LATE * 60_000)
    const recordId = uuidOf(`demo-late:${id}`)
    const findingId = uuidOf(`demo-finding:${id}`)
    const usedSeconds = Math.round((to.getTime() - startedAt.getTime()) / 1000)
    await tx.usageRecord.create({
      data: {
        id: recordId, itemId: id, resourceId, personId, status: 'completed', startsAt: startedAt, endsAt: to, startSource: 'phone', endSource: 'phone', operatorId: personId,
        spells: [{ start: startedAt.toISOString(), end: to.toISOString() }], usedSeconds, measuringSeconds: usedSeconds, operation: 'self', purpose: 'research', beneficiary: 'alliance_member', createdAt: startedAt, updatedAt: to,
      },
      select: { id: true },
    })
    const edge = { recordId, source: 'phone' as const, byId: personId }
    await tx.usageEvent.createMany({ data: [{ ...edge, id: uuidOf(`demo-start:${id}`), kind: 'start', at: startedAt, recordedAt: startedAt }, { ...edge, id: uuidOf(`demo-end:${id}`), kind: 'end', at: to, recordedAt: to }] })
    await tx.conductFinding.create({
      data: {
        id: findingId, kind: 'late', recordId, personId, resourceId, labId, universityId, at: startedAt, points: points.late, foundAt: startedAt,
        evidence: { bookedFrom: from.toISOString(), bookedTo: to.toISOString(), startedAt: startedAt.toISOString(), lateSeconds: LATE * 60 },
      },
      select: { id: true },
    })
    because.push(findingId)
  }
  const [first] = rows
  if (first && because.length === 3) {
    await tx.conductConsequence.create({ data: { personId: first.personId, scope: 'lab', scopeId: first.labId, effect: 'approval_only', days: 30, because, proposedAt: now }, select: { id: true } })
  }
}

/** Enough ratings of the most used resource for its mean to show. */
async function ratings(tx: Prisma.TransactionClient): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO use_rating (item_id, resource_id, person_id, stars, words, rated_at)
    SELECT i.id, i.resource_id, b.attendee_id, 3 + (row_number() OVER (ORDER BY i.starts_at))::int % 3, NULL, i.ends_at + interval '1 hour'
      FROM booking_item i JOIN booking b ON b.id = i.booking_id
     WHERE i.status = 'completed' AND i.resource_id = (
       SELECT resource_id FROM booking_item WHERE status = 'completed' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1)
     ORDER BY i.starts_at LIMIT 8`
}

async function results(tx: Prisma.TransactionClient, now: Date): Promise<void> {
  const personId = demoPerson('researcher@cqu.example').id
  const [use] = await tx.$queryRaw<{ id: string }[]>`
    SELECT i.id::text FROM booking b JOIN booking_item i ON i.booking_id = b.id WHERE b.attendee_id = ${personId}::uuid AND i.status = 'completed' ORDER BY i.starts_at DESC LIMIT 1`
  const common = { addedById: personId, addedAt: now, updatedAt: now, year: now.getUTCFullYear() }
  await tx.achievement.create({
    data: { ...common, id: uuidOf('demo-paper'), kind: 'paper', title: '共享仪器上的测量（示例）', people: '示例作者', venue: '示例期刊', doi: '10.5555/demo.2026', links: { create: use ? [{ itemId: use.id }] : [] } },
    select: { id: true },
  })
  await tx.achievement.create({ data: { ...common, id: uuidOf('demo-thesis'), kind: 'thesis', title: '学位论文（示例）', people: '示例作者', venue: '重庆大学' }, select: { id: true } })
}
