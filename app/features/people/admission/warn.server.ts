import { addDays, plainDateOf } from '~/domain/time/zone'
import { orderMail } from '~/features/jobs/order-mail.server'
import { db, transaction } from '~/platform/db.server'

const DAY_MS = 86_400_000
const WARN_DAYS = 30
const ALLIANCE_ZONE = 'Asia/Shanghai'
const midnight = (day: string) => new Date(`${day}T00:00:00Z`)

/** Announces once to each holder that a safety admission ends soon; not where another one of the same place lasts longer. Gives how many. */
export async function warnOfAdmissions(now: Date, signal?: AbortSignal): Promise<number> {
  const soon = await db.$queryRaw<{ id: string; personId: string; endsAt: Date }[]>`
    SELECT a.id::text, a.person_id::text AS "personId", a.valid_until AS "endsAt"
      FROM safety_admission a JOIN person p ON p.id = a.person_id AND p.status = 'active'
     WHERE a.revoked_at IS NULL AND a.warned_at IS NULL
       AND a.valid_until > ${now} AND a.valid_until <= ${new Date(now.getTime() + WARN_DAYS * DAY_MS)}
       AND NOT EXISTS (
         SELECT 1 FROM safety_admission o
          WHERE o.person_id = a.person_id AND o.id <> a.id AND o.revoked_at IS NULL AND o.layer = a.layer
            AND o.university_id IS NOT DISTINCT FROM a.university_id
            AND o.lab_id IS NOT DISTINCT FROM a.lab_id AND o.room_id IS NOT DISTINCT FROM a.room_id
            AND (o.valid_until IS NULL OR o.valid_until > a.valid_until))
     ORDER BY a.valid_until, a.id`
  let told = 0
  for (const { id, personId, endsAt } of soon) {
    if (signal?.aborted) break
    await transaction(async (tx) => {
      const { count } = await tx.safetyAdmission.updateMany({ where: { id, warnedAt: null, revokedAt: null }, data: { warnedAt: now } })
      if (count === 0) return
      await orderMail(tx, { key: `admission-ending:${id}`, kind: 'admission-ending', personId, recordId: id, endsAt })
      told += 1
    })
  }
  return told
}

/** The same for verified certificates, which are valid through their last day. Gives how many. */
export async function warnOfCertificates(now: Date, signal?: AbortSignal): Promise<number> {
  const today = plainDateOf(now, ALLIANCE_ZONE)
  const soon = await db.$queryRaw<{ id: string; personId: string }[]>`
    SELECT c.id::text, c.person_id::text AS "personId"
      FROM certificate c JOIN person p ON p.id = c.person_id AND p.status = 'active'
     WHERE c.verified_at IS NOT NULL AND c.refused_at IS NULL AND c.warned_at IS NULL
       AND c.valid_until >= ${midnight(today)}::date AND c.valid_until <= ${midnight(addDays(today, WARN_DAYS))}::date
       AND NOT EXISTS (
         SELECT 1 FROM certificate o
          WHERE o.person_id = c.person_id AND o.kind = c.kind AND o.id <> c.id
            AND o.verified_at IS NOT NULL AND o.refused_at IS NULL AND o.valid_until > c.valid_until)
     ORDER BY c.valid_until, c.id`
  let told = 0
  for (const { id, personId } of soon) {
    if (signal?.aborted) break
    await transaction(async (tx) => {
      const { count } = await tx.certificate.updateMany({ where: { id, warnedAt: null }, data: { warnedAt: now } })
      if (count === 0) return
      await orderMail(tx, { key: `certificate-ending:${id}`, kind: 'certificate-ending', personId, recordId: id })
      told += 1
    })
  }
  return told
}
