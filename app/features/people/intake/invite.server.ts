import { orderMail } from '~/features/jobs/order-mail.server'
import { db, transaction, type Tx } from '~/platform/db.server'
import { addJob } from '~/platform/jobs.server'

/** A mail server that gets more from one sender takes it for spam. */
export const INVITED_A_MINUTE = 60
const MINUTE_MS = 60_000

/** Leaves the invitations of an intake to a job that sends so many a minute, after a row of the file. */
export async function orderInvitations(tx: Tx, intakeId: string, after: { row: number; runAt: Date } | null = null): Promise<void> {
  await addJob(tx, 'intake-invite', { intakeId, afterRow: after?.row ?? 0 }, { key: `intake-invite:${intakeId}`, maxAttempts: 10, ...(after ? { runAt: after.runAt } : {}) })
}

/**
 * Orders a mail with a link to set a password for the next people whom an intake brought in and who have
 * none. One mail a person and intake, however often it is run.
 */
export async function inviteNext(intakeId: string, afterRow: number, now: Date): Promise<void> {
  const rows = await db.$queryRaw<{ row: number; personId: string; universityId: string }[]>`
    SELECT r."row", p.id::text AS "personId", i.university_id AS "universityId"
      FROM intake i JOIN intake_row r ON r.intake_id = i.id JOIN person p ON p.id::text = r.subject_id
     WHERE i.id = ${intakeId}::uuid AND i.kind = 'people' AND r.outcome = 'added' AND r.applied_at IS NOT NULL AND r."row" > ${afterRow}
       AND p.status = 'active' AND p.password_hash IS NULL
     ORDER BY r."row" LIMIT ${INVITED_A_MINUTE}`
  await transaction(async (tx) => {
    for (const { personId, universityId } of rows) {
      await orderMail(tx, { key: `invited:${intakeId}:${personId}`, kind: 'invited', personId, origin: '', universityId })
    }
    const last = rows.at(-1)
    if (last !== undefined && rows.length === INVITED_A_MINUTE) {
      await orderInvitations(tx, intakeId, { row: last.row, runAt: new Date(now.getTime() + MINUTE_MS) })
    }
  })
}
