import type { Actor } from '~/domain/access/permission'
import { FIELDS_OF, type IntakeKind, REQUIRED_OF } from '~/domain/intake/fields'
import { INTAKE_HEADINGS } from '~/domain/intake/headings'
import { done, type Outcome, problem, type Problem, refused } from '~/domain/problem'
import { normaliseHeading } from '~/domain/spreadsheet/headings'
import { type HeldIntake, usableIntake } from '~/features/people/intake/held.server'
import { type IntakePlan, intakePlan, NO_INTAKE_PROGRESS } from '~/features/people/intake/plan'
import { proposed, rememberedColumns } from '~/features/people/intake/upload.server'
import { transaction, type Tx } from '~/platform/db.server'
import { Prisma } from '~/platform/generated/prisma/client'
import { addJob } from '~/platform/jobs.server'
import { inspectTable } from '~/platform/spreadsheet/inspect.server'
import { TableProblem } from '~/platform/spreadsheet/table-problem'

export type PlanWish = Pick<IntakePlan, 'columns' | 'defaults'> & { version: number }

/** Keeps how the file is to be understood, remembers it for the university, and has every row checked. */
export async function checkIntake(actor: Actor, id: string, wish: PlanWish): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx) => {
    const found = await usableIntake(tx, actor, id)
    if (found === null) return refused(problem('not_allowed', {}))
    if (!['mapping', 'checked', 'failed'].includes(found.status)) return refused(problem('version_conflict', { current: found.version }))
    const columns = found.headings.map((_, at) => wish.columns[at] ?? null)
    const problems = problemsOf(found, columns, wish.defaults)
    if (problems.length > 0) return refused(...problems)
    const plan = intakePlan.parse({ ...found.plan, columns, defaults: wish.defaults })
    const { count } = await tx.intake.updateMany({
      where: { id, version: wish.version },
      data: { mapping: plan, status: 'reading', failure: Prisma.DbNull, version: { increment: 1 }, progress: { ...NO_INTAKE_PROGRESS, samples: found.progress.samples } },
    })
    if (count === 0) return refused(problem('version_conflict', { current: found.version }))
    await remember(tx, found, columns)
    await addJob(tx, 'intake-read', { intakeId: id }, { queue: `intake:${id}`, maxAttempts: 5 })
    return done({ id })
  })
}

function problemsOf({ kind, plan }: HeldIntake, columns: IntakePlan['columns'], { system }: IntakePlan['defaults']): Problem[] {
  const wrong = (field: string, rule: string) => problem('field_invalid', { field, rule })
  const missing = REQUIRED_OF[kind].filter((any) => !any.some((field) => columns.includes(field))).map((any) => wrong('columns', `intake.rule.needs_${any[0] ?? ''}`))
  const closed = plan.closed.filter((at) => columns[at]).map((at) => wrong(`column-${at}`, 'intake.rule.identity_column'))
  const twice = (FIELDS_OF[kind] as readonly string[]).flatMap((field) => {
    const at = columns.flatMap((each, index) => (each === field ? [index] : []))
    return at.length > 1 ? at.map((index) => wrong(`column-${index}`, 'inventory.rule.field_twice')) : []
  })
  const sources = (kind === 'uses' || kind === 'totals') && system === null && !columns.includes('system') ? [wrong('system', 'intake.rule.needs_system')] : []
  return [...missing, ...sources, ...closed, ...twice]
}

async function remember(tx: Tx, { universityId, kind, headings }: HeldIntake, columns: IntakePlan['columns']): Promise<void> {
  const rows = new Map(headings.map((heading, at) => [normaliseHeading(heading), columns[at] ?? null]))
  rows.delete('')
  const named = [...rows].map(([heading, field]) => ({ heading, field }))
  await tx.$executeRaw`
    INSERT INTO intake_mapping (university_id, kind, heading, field)
    SELECT ${universityId}, ${kind}::"IntakeKind", x.heading, x.field FROM jsonb_to_recordset(${JSON.stringify(named)}::jsonb) AS x(heading text, field text)
    ON CONFLICT (university_id, kind, heading) DO UPDATE SET field = excluded.field, updated_at = now()`
}

/** Takes another row of the file for its headings, and proposes their meaning anew. */
export async function moveIntakeHeading(actor: Actor, id: string, headingRow: number): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx) => {
    const found = await usableIntake(tx, actor, id)
    if (found === null) return refused(problem('not_allowed', {}))
    if (found.status !== 'mapping') return refused(problem('version_conflict', { current: found.version }))
    const file = await tx.storedFile.findUniqueOrThrow({ where: { id: found.fileId }, select: { bytes: true } })
    const kind: IntakeKind = found.kind
    try {
      const { samples, ...rest } = await inspectTable(Buffer.from(file.bytes), INTAKE_HEADINGS[kind], { sheet: found.sheet, headingRow })
      if (rest.headingRow !== headingRow) return refused(problem('field_invalid', { field: 'headingRow', rule: 'inventory.rule.no_such_row' }))
      const columns = proposed(kind, rest.headings, found.plan.closed, await rememberedColumns(found.universityId, kind))
      await tx.intake.update({
        where: { id },
        data: { ...rest, mapping: { ...found.plan, columns }, progress: { ...found.progress, samples }, version: { increment: 1 } },
        select: { id: true },
      })
      return done({ id })
    } catch (error) {
      if (error instanceof TableProblem) return refused(problem('field_invalid', { field: 'headingRow', rule: `inventory.file.${error.code}` }))
      throw error
    }
  })
}

/** Back to the columns, from a check that stands or was stopped; what was corrected by hand is forgotten. */
export const reopenIntake = (actor: Actor, id: string) => move(actor, id, ['checked', 'reading', 'failed'], 'mapping')

/** Puts an intake aside that has changed nothing. */
export const discardIntake = (actor: Actor, id: string) => move(actor, id, ['mapping', 'checked', 'reading', 'failed'], 'discarded')

type Status = HeldIntake['status']

function move(actor: Actor, id: string, from: Status[], status: Status): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx) => {
    const found = await usableIntake(tx, actor, id)
    if (found === null) return refused(problem('not_allowed', {}))
    const { count } = await tx.intake.updateMany({ where: { id, status: { in: from } }, data: { status, version: { increment: 1 } } })
    return count === 0 ? refused(problem('version_conflict', { current: found.version })) : done({ id })
  })
}
