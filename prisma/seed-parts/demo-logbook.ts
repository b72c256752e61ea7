import { addMinutes } from '~/domain/time/interval'
import { plainDateOf } from '~/domain/time/zone'
import type { Prisma } from '~/platform/generated/prisma/client'
import { demoPerson } from './demo-people'
import { uuidOf } from './random'

const ZONE = 'Asia/Shanghai'
/** Named so that nobody takes its figures for real ones. */
const OTHER_SYSTEM = '示例校内系统 Illustrative campus system'
const MACHINES = ['cqu-mechtrans-i01', 'cqu-mechtrans-i02', 'cqu-mg-i04', 'swjtu-maglev-i02', 'scu-polymer-i02']

/** What really happened in the demo's past and happens now: check-ins and check-outs, all of them illustrative. */
export async function seedDemoLogbook(tx: Prisma.TransactionClient, { now }: { now: Date }): Promise<void> {
  // Minutes that depend on the item alone, so that every demo looks alike; nobody is late enough for a finding.
  await tx.$executeRaw`
    WITH told AS (
      SELECT i.id, i.resource_id, b.attendee_id, b.purpose, b.origin_class, i.mode, i.status, n.h,
             least(i.starts_at + make_interval(mins => n.h % 14 - 5), ${now}::timestamptz - interval '1 minute') AS start,
             CASE WHEN i.status = 'completed' THEN i.ends_at - make_interval(mins => n.h / 14 % 9) END AS "end",
             CASE WHEN n.h % 3 = 0 THEN 'kiosk' ELSE 'phone' END AS source
        FROM booking_item i JOIN booking b ON b.id = i.booking_id
       CROSS JOIN LATERAL (SELECT ('x' || substr(md5(i.id::text), 1, 4))::bit(16)::int AS h) n
       WHERE (i.status = 'in_use' OR (i.status = 'completed' AND i.completion_source = 'checked_out')) AND i.starts_at IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM usage_record u WHERE u.item_id = i.id)),
    timed AS (SELECT *, coalesce(extract(epoch FROM "end" - start)::int, 0) AS seconds FROM told),
    made AS (
      INSERT INTO usage_record (id, item_id, resource_id, person_id, status, starts_at, ends_at, start_source, end_source, spells, used_seconds, measuring_seconds, operator_id, operation, purpose, beneficiary, samples, created_at, updated_at)
      SELECT md5('use:' || t.id)::uuid, t.id, t.resource_id, t.attendee_id, t.status, t.start, t."end", t.source, CASE WHEN t."end" IS NOT NULL THEN t.source END,
             CASE WHEN t."end" IS NULL THEN '[]'::jsonb ELSE jsonb_build_array(jsonb_build_object(
               'start', to_char(t.start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'end', to_char(t."end" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) END,
             t.seconds, t.seconds, t.attendee_id, (CASE WHEN t.mode IN ('self_operation', 'remote') THEN 'self' ELSE 'staff' END)::"Operation", t.purpose, t.origin_class::text::"Beneficiary",
             CASE WHEN t."end" IS NOT NULL THEN t.h % 11 + 1 END, t.start, coalesce(t."end", t.start)
        FROM timed t RETURNING id, item_id)
    INSERT INTO usage_event (id, record_id, kind, source, at, data, by_id, device_id, recorded_at)
    SELECT md5(e.kind || ':' || t.id)::uuid, m.id, e.kind::"UseFactKind", t.source::"UseSource", e.at,
           CASE e.kind WHEN 'start' THEN jsonb_build_object('details', jsonb_build_object('operatorId', t.attendee_id)) ELSE jsonb_build_object('details', jsonb_build_object('samples', t.h % 11 + 1)) END,
           CASE WHEN t.source = 'phone' THEN t.attendee_id END, CASE WHEN t.source = 'kiosk' THEN 'demo-kiosk' END, e.at
      FROM made m JOIN timed t ON t.id = m.item_id
     CROSS JOIN LATERAL (VALUES ('start', t.start), ('end', t."end")) e (kind, at)
     WHERE e.at IS NOT NULL`
  await seedIncidents(tx, now)
  await seedTotals(tx, now)
}

async function seedIncidents(tx: Prisma.TransactionClient, now: Date): Promise<void> {
  const told = [
    { resource: 'swjtu-maglev-i02', by: 'manager@swjtu.example', daysAgo: 2, severity: 'near_miss' as const, what: '（示例）液氮罐盖未拧紧，发现时已有少量外溢，无人受伤。', measures: null, closedBy: null },
    { resource: 'cqu-mechtrans-i02', by: 'operator@cqu.example', daysAgo: 1, severity: 'minor' as const, what: '（示例）装夹时试样滑落，夹具边缘有划痕。', measures: '已停机检查，夹具可继续使用。', closedBy: null },
    { resource: 'cqu-mg-i04', by: 'manager@cqu.example', daysAgo: 20, severity: 'near_miss' as const, what: '（示例）样品台未复位就关闭舱门，联锁保护动作。', measures: '在操作卡上加了复位检查一项，并告知全部持证人员。', closedBy: 'manager@cqu.example' },
  ]
  const resources = await tx.resource.findMany({ where: { id: { in: told.map(({ resource }) => resource) } }, select: { id: true, labId: true, roomId: true, universityId: true } })
  const rows = told.flatMap(({ resource, by, daysAgo, severity, what, measures, closedBy }) => {
    const place = resources.find(({ id }) => id === resource)
    if (!place) return []
    const at = addMinutes(now, -daysAgo * 1440)
    return [{
      id: uuidOf(`incident:${resource}`), universityId: place.universityId, labId: place.labId, roomId: place.roomId, resourceId: place.id, severity, at, what, measures,
      reportedById: demoPerson(by).id, reportedAt: addMinutes(at, 30), closedAt: closedBy ? addMinutes(at, 1440) : null, closedById: closedBy ? demoPerson(closedBy).id : null,
    }]
  })
  await tx.incident.createMany({ data: rows })
}

async function seedTotals(tx: Prisma.TransactionClient, now: Date): Promise<void> {
  const year = Number(plainDateOf(now, ZONE).slice(0, 4))
  const known = await tx.resource.findMany({ where: { id: { in: MACHINES } }, select: { id: true }, orderBy: { id: 'asc' } })
  await tx.resourceYearTotal.createMany({
    data: known.flatMap(({ id }, at) => [1, 2].map((back) => {
      const hours = 900 + 137 * at - 60 * back
      return { resourceId: id, year: year - back, basis: 'calendar', source: OTHER_SYSTEM, machineSeconds: hours * 3_600, effectiveSeconds: (hours - 120) * 3_600, samples: 400 + 31 * at, users: 25 + at, updatedAt: now }
    })),
  })
}
