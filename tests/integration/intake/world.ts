import type { Actor } from '~/domain/access/permission'
import type { IntakeKind } from '~/domain/intake/fields'
import { applyIntake } from '~/features/people/intake/apply.server'
import { checkIntake } from '~/features/people/intake/check.server'
import { heldIntake } from '~/features/people/intake/held.server'
import { tasks } from '~/features/people/intake/jobs.server'
import { uploadIntake } from '~/features/people/intake/upload.server'
import { db } from '~/platform/db.server'
import { NOW } from '#tests/factories/world'

export const never = new AbortController().signal
export const run = (task: string, intakeId: string, signal = never) => tasks[task]!({ intakeId }, { now: NOW, signal })

export async function uploaded(actor: Actor, kind: IntakeKind, bytes: Buffer, universityId = 'a'): Promise<string> {
  const outcome = await uploadIntake(actor, { universityId, kind, fileName: 'faculty.xlsx', bytes })
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  return outcome.value.id
}

/** A file taken in and checked with the mapping as proposed. */
export async function checked(actor: Actor, kind: IntakeKind, bytes: Buffer, universityId = 'a'): Promise<string> {
  const id = await uploaded(actor, kind, bytes, universityId)
  const { plan, version } = await held(id)
  const outcome = await checkIntake(actor, id, { ...plan, version })
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  await run('intake-read', id)
  return id
}

export async function confirmed(actor: Actor, id: string): Promise<void> {
  const outcome = await applyIntake(actor, id, (await held(id)).version)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
}

export async function applied(actor: Actor, kind: IntakeKind, bytes: Buffer): Promise<string> {
  const id = await checked(actor, kind, bytes)
  await confirmed(actor, id)
  await run('intake-apply', id)
  return id
}

export async function held(id: string) {
  const found = await heldIntake(db, id)
  if (!found) throw new Error('no such intake')
  return found
}

export const rowsOf = (intakeId: string) => db.intakeRow.findMany({ where: { intakeId }, orderBy: { row: 'asc' } })
export const outcomes = async (intakeId: string) => (await rowsOf(intakeId)).map((each) => [each.row, each.outcome] as const)

/** [row, field, rule] of every problem and warning. */
export const problemsOf = async (intakeId: string) =>
  (await rowsOf(intakeId)).flatMap((each) =>
    (each.problems as { field: string | null; rule: string }[]).map(({ field, rule }) => [each.row, field, rule] as const),
  )

export const csv = (lines: readonly (readonly string[])[]) => Buffer.from(lines.map((cells) => cells.join(',')).join('\r\n'))
