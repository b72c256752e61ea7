import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { lockedIntake, type HeldIntake, usableIntake } from '~/features/people/intake/held.server'
import { orderInvitations } from '~/features/people/intake/invite.server'
import { putJudged, summaryOf, waitingRows } from '~/features/people/intake/rows.server'
import type { Judged, Work } from '~/features/people/intake/work.server'
import { WORKS, workFor, type Works } from '~/features/people/intake/works.server'
import { transaction, type Tx } from '~/platform/db.server'
import { addJob } from '~/platform/jobs.server'

const BATCH = 500

/** Brings in the checked rows that have no problem, and invites new people where that is wished; a job does it. */
export async function applyIntake(actor: Actor, id: string, version: number, { invites = false } = {}): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx) => {
    const found = await usableIntake(tx, actor, id)
    if (found === null) return refused(problem('not_allowed', {}))
    const toApply = (found.progress.counts.added ?? 0) + (found.progress.counts.changed ?? 0)
    if (found.status === 'checked' && toApply === 0) return refused(problem('nothing_changed', {}))
    const { count } = await tx.intake.updateMany({
      where: { id, version, status: 'checked' },
      data: {
        status: 'applying', appliedById: actor.personId, version: { increment: 1 },
        progress: { ...found.progress, applied: 0, toApply, invites: invites && found.kind === 'people' },
      },
    })
    if (count === 0) return refused(problem('version_conflict', { current: found.version }))
    await record(tx, {
      actorId: actor.personId, action: 'intake.confirmed', subjectKind: 'intake', subjectId: id,
      universityId: found.universityId, data: { kind: found.kind, counts: found.progress.counts, invites },
    })
    await addJob(tx, 'intake-apply', { intakeId: id }, { queue: `intake:${id}`, maxAttempts: 10 })
    return done({ id })
  })
}

/**
 * Writes what was confirmed, a batch a transaction: rows and what they change commit together, so a
 * run that is killed anywhere goes on where it stopped, and two runs beside each other take turns.
 */
export async function applyIntakeRows(intakeId: string, now: Date, signal: AbortSignal, works: Works = WORKS): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const isDone = await transaction(async (tx) => {
      const held = await lockedIntake(tx, intakeId)
      if (held?.status !== 'applying') return true
      const work = workFor(works, held.kind)
      const rows = await waitingRows(tx, held, work.atOnce ?? BATCH)
      if (rows.length === 0) return finish(tx, held, work, now)
      const judged = await work.apply(tx, held, rows, now)
      await putJudged(tx, intakeId, judged, now)
      await auditRows(tx, held, work, judged)
      const progress = { ...held.progress, applied: held.progress.applied + rows.length }
      await tx.intake.update({ where: { id: intakeId }, data: { progress }, select: { id: true } })
      return false
    })
    if (isDone) return
  }
}

async function finish(tx: Tx, held: HeldIntake, work: Work, now: Date): Promise<true> {
  await work.finish(tx, held, now)
  const progress = { ...held.progress, ...(await summaryOf(tx, held.id)) }
  await tx.intake.update({
    where: { id: held.id },
    data: { status: 'applied', appliedAt: now, progress, version: { increment: 1 } },
    select: { id: true },
  })
  await record(tx, {
    actorId: held.appliedById, action: 'intake.applied', subjectKind: 'intake', subjectId: held.id,
    universityId: held.universityId, data: { kind: held.kind, counts: progress.counts },
  })
  if (held.progress.invites) await orderInvitations(tx, held.id)
  return true
}

/** One row in the history of each person or group: that it came, or which of its parts changed. */
async function auditRows(tx: Tx, held: HeldIntake, work: Work, judged: readonly Judged[]): Promise<void> {
  const { kind, action } = work.subject
  const events = judged.flatMap(({ row, outcome, subjectId, changes }) =>
    subjectId === null || (outcome !== 'added' && outcome !== 'changed') ? [] : [{ id: subjectId, data: { intakeId: held.id, row, outcome, changes } }],
  )
  await tx.$executeRaw`
    INSERT INTO audit_event (actor_id, action, subject_kind, subject_id, university_id, data)
    SELECT ${held.appliedById}::uuid, ${action}, ${kind}, x.id, ${held.universityId}, x.data
      FROM jsonb_to_recordset(${JSON.stringify(events)}::jsonb) AS x(id text, data jsonb)`
}
