import type { ResourceMode } from '~/domain/booking/facts'
import type { TimeBand } from '~/domain/eligibility/facts'
import { isLapseWarningDue } from '~/domain/eligibility/lapse-warning'
import { lapsesAt, ruleFor } from '~/domain/eligibility/qualification'
import { orderMail } from '~/features/jobs/order-mail.server'
import { db, transaction } from '~/platform/db.server'

const DAY_MS = 86_400_000
/** Where no rule says how long before. */
const USUAL_WARN_DAYS = 30
/** What has lapsed is told of for so long, in case the job did not run for some days. */
const LATE_DAYS = 7
const AT_ONCE = 1_000

type Row = {
  id: string
  personId: string
  resourceId: string | null
  kindId: string | null
  labId: string | null
  mode: ResourceMode | null
  band: TimeBand
  validFrom: Date
  validUntil: Date | null
  idleDays: number | null
  lastUsedAt: Date | null
  warnedAt: Date | null
}

/**
 * Announces to their holders, once each, the qualifications that end soon by date or for want of use, and
 * those that have ended. Where another one of the same kind lasts longer nothing ends. Gives how many.
 */
export async function warnOfLapses(now: Date, signal?: AbortSignal): Promise<number> {
  const rules = await db.qualificationRule.findMany({ where: { endedAt: null } })
  const warnDaysOf = (row: Row) => {
    const place = { id: row.resourceId ?? '', kindId: row.kindId ?? '', labId: row.labId ?? '', universityId: '', roomId: null, hazardClass: null, safetyLevel: null, needsQualification: false, modes: [], timeZone: '' }
    const found = ruleFor(place, rules, row.mode ?? 'self_operation', row.band)
    return rules.find((each) => each.id === found?.id)?.warnDays ?? USUAL_WARN_DAYS
  }
  const furthest = Math.max(USUAL_WARN_DAYS, ...rules.map((each) => each.warnDays))
  let told = 0
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const rows = await endingRows(after, { from: new Date(now.getTime() - LATE_DAYS * DAY_MS), to: new Date(now.getTime() + furthest * DAY_MS) })
    for (const row of rows) {
      if (signal?.aborted) return told
      const endsAt = lapsesAt(row)
      if (endsAt === null) continue
      const hasEnded = endsAt <= now
      if (!hasEnded && !isLapseWarningDue(row, warnDaysOf(row), now)) continue
      if (await tell(row, { endsAt, hasEnded, now })) told += 1
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < AT_ONCE) return told
    after = last.id
  }
}

/** Qualifications of active people that end within the window and that no other one outlasts. */
async function endingRows(after: string, window: { from: Date; to: Date }): Promise<Row[]> {
  return db.$queryRaw<Row[]>`
    WITH ends AS (
      SELECT q.*, least(q.valid_until, coalesce(q.last_used_at, q.valid_from) + q.idle_days * interval '24 hours') AS ends_at
        FROM qualification q WHERE q.revoked_at IS NULL AND q.suspended_at IS NULL
    )
    SELECT q.id::text, q.person_id::text AS "personId", q.resource_id AS "resourceId", coalesce(r.kind_id, q.kind_id) AS "kindId", r.lab_id AS "labId",
           q.mode::text, q.band::text, q.valid_from AS "validFrom", q.valid_until AS "validUntil", q.idle_days AS "idleDays",
           q.last_used_at AS "lastUsedAt", q.warned_at AS "warnedAt"
      FROM ends q
      JOIN person p ON p.id = q.person_id AND p.status = 'active'
      LEFT JOIN resource r ON r.id = q.resource_id
     WHERE q.ends_at > ${window.from} AND q.ends_at <= ${window.to} AND q.id > ${after}::uuid
       AND NOT EXISTS (
         SELECT 1 FROM ends o
          WHERE o.person_id = q.person_id AND o.id <> q.id AND o.band = q.band
            AND coalesce(o.mode, 'self_operation') = coalesce(q.mode, 'self_operation')
            AND (o.resource_id = q.resource_id OR (o.resource_id IS NULL AND o.kind_id = coalesce(r.kind_id, q.kind_id)))
            AND (o.ends_at IS NULL OR o.ends_at > q.ends_at))
     ORDER BY q.id LIMIT ${AT_ONCE}`
}

async function tell({ id, personId, warnedAt }: Row, { endsAt, hasEnded, now }: { endsAt: Date; hasEnded: boolean; now: Date }): Promise<boolean> {
  const kind = hasEnded ? 'qualification-lapsed' : 'qualification-ending'
  const key = `${kind}:${id}:${endsAt.toISOString()}`
  return transaction(async (tx) => {
    if (hasEnded) {
      if ((await tx.mailDelivery.count({ where: { key } })) > 0) return false
    } else {
      const { count } = await tx.qualification.updateMany({ where: { id, warnedAt, revokedAt: null, suspendedAt: null }, data: { warnedAt: now } })
      if (count === 0) return false
    }
    await orderMail(tx, { key, kind, personId, recordId: id, endsAt })
    return true
  })
}
