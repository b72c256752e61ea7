import type { Actor } from '~/domain/access/permission'
import { FIELDS_OF, type IntakeValues } from '~/domain/intake/fields'
import { holdsIdentityNumber } from '~/domain/intake/identity-number'
import { keyOf } from '~/domain/intake/row'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { lockedIntake, usableIntake } from '~/features/people/intake/held.server'
import { judgeNext } from '~/features/people/intake/read.server'
import { forgetJudgement, summaryOf } from '~/features/people/intake/rows.server'
import { WORKS, type Works } from '~/features/people/intake/works.server'
import { transaction } from '~/platform/db.server'

/** Puts a row right by hand; it is judged again at once, with those that share its key or name it. */
export async function correctIntakeRow(actor: Actor, id: string, row: number, typed: IntakeValues, now: Date, works: Works = WORKS): Promise<Outcome<{ outcome: string }>> {
  return transaction(async (tx) => {
    await lockedIntake(tx, id)
    const held = await usableIntake(tx, actor, id)
    if (held === null) return refused(problem('not_allowed', {}))
    if (held.status !== 'checked') return refused(problem('version_conflict', { current: held.version }))
    const where = { intakeId_row: { intakeId: id, row } }
    const before = await tx.intakeRow.findUnique({ where, select: { key: true, values: true } })
    if (before === null) return refused(problem('not_allowed', {}))
    const forbidden = FIELDS_OF[held.kind].find((field) => holdsIdentityNumber(typed[field] ?? ''))
    if (forbidden !== undefined) return refused(problem('field_invalid', { field: forbidden, rule: 'intake.rule.identity_value' }))
    // Fields that were not typed keep what they have; an empty one is emptied.
    const values: IntakeValues = Object.fromEntries(
      FIELDS_OF[held.kind].flatMap((field) => {
        const text = field in typed ? typed[field] : (before.values as IntakeValues)[field]
        return text ? [[field, text]] : []
      }),
    )
    const key = keyOf(held.kind, values)
    await tx.intakeRow.update({ where, data: { values, key, problems: [] }, select: { row: true } })
    await forgetJudgement(tx, id, row, [before.key, key].filter((each) => each !== null))
    while (await judgeNext(tx, held, now, works));
    await tx.intake.update({
      where: { id },
      data: { progress: { ...held.progress, ...(await summaryOf(tx, id)) }, version: { increment: 1 } },
      select: { id: true },
    })
    const after = await tx.intakeRow.findUniqueOrThrow({ where, select: { outcome: true } })
    return done({ outcome: after.outcome })
  })
}
