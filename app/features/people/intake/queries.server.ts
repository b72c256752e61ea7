import type { Actor } from '~/domain/access/permission'
import type { IntakeChanges, IntakeProblem, IntakeValues } from '~/domain/intake/fields'
import { noteReads } from '~/features/audit/note-reads.server'
import { intakeUniversities, usableIntake } from '~/features/people/intake/held.server'
import { intakeProgress, type IntakeOutcome, NO_INTAKE_PROGRESS } from '~/features/people/intake/plan'
import { db } from '~/platform/db.server'

const LISTED = 50
export const INTAKE_ROWS_A_PAGE = 50

/** Files of the actor's universities, the latest first. */
export async function listIntakes(actor: Actor) {
  const universities = await intakeUniversities(actor)
  const rows = await db.intake.findMany({
    where: { universityId: { in: universities.map(({ id }) => id) }, status: { not: 'discarded' } },
    select: {
      id: true, kind: true, status: true, createdAt: true, progress: true,
      university: { select: { nameZh: true, nameEn: true } },
      file: { select: { fileName: true } },
    },
    orderBy: { createdAt: 'desc' },
    take: LISTED,
  })
  const intakes = rows.map(({ progress, ...row }) => ({ ...row, counts: (intakeProgress.safeParse(progress).data ?? NO_INTAKE_PROGRESS).counts }))
  return { universities, intakes }
}

export type IntakeRowView = {
  row: number
  outcome: IntakeOutcome
  subjectId: string | null
  values: IntakeValues
  changes: IntakeChanges
  problems: IntakeProblem[]
  isApplied: boolean
}

const ADDRESS = /[^\s,;，；、]+@[^\s,;，；、]+/g

/**
 * Notes whose data the rows show: the accounts that they name by address, and those they were matched
 * with. Who has no account yet has nobody to be told.
 */
async function noteRows(actor: Actor, rows: readonly { subjectId: string | null; values: IntakeValues }[], now: Date): Promise<void> {
  const addresses = [...new Set(rows.flatMap(({ values }) => Object.values(values).flatMap((cell) => cell?.toLowerCase().match(ADDRESS) ?? [])))]
  const subjects = rows.flatMap(({ subjectId }) => subjectId ?? [])
  if (addresses.length + subjects.length === 0) return
  const people = await db.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM person WHERE email = ANY (${addresses}::text[]) OR id::text = ANY (${subjects}::text[])
     UNION SELECT person_id::text FROM qualification WHERE id::text = ANY (${subjects}::text[])
     UNION SELECT person_id::text FROM safety_admission WHERE id::text = ANY (${subjects}::text[])`
  await noteReads(actor, people.map((each) => each.id), 'people', now)
}

/** An intake with what its page needs in its state; null: none that the actor may use. */
export async function intakePage(actor: Actor, id: string, wish: { outcome: IntakeOutcome | null; page: number }, now: Date) {
  const found = await usableIntake(db, actor, id)
  if (found === null) return null
  const file = await db.storedFile.findUniqueOrThrow({ where: { id: found.fileId }, select: { fileName: true, sizeBytes: true } })
  const { counts } = found.progress
  const outcome = wish.outcome ?? (['refused', 'added', 'changed', 'same'] as const).find((each) => (counts[each] ?? 0) > 0) ?? 'added'
  const isRead = found.status === 'checked' || found.status === 'applied'
  const rows = isRead ? await rowsOf(id, outcome, wish.page) : []
  await noteRows(actor, rows, now)
  const { fileId: _file, createdById: _by, appliedById: _applied, ...rest } = found
  return { ...rest, file, outcome, rows, total: counts[outcome] ?? 0 }
}
export type IntakePage = NonNullable<Awaited<ReturnType<typeof intakePage>>>

async function rowsOf(intakeId: string, outcome: IntakeOutcome, page: number): Promise<IntakeRowView[]> {
  const rows = await db.intakeRow.findMany({
    where: { intakeId, outcome },
    select: { row: true, subjectId: true, values: true, changes: true, problems: true, appliedAt: true },
    orderBy: { row: 'asc' },
    skip: (page - 1) * INTAKE_ROWS_A_PAGE,
    take: INTAKE_ROWS_A_PAGE,
  })
  return rows.map(({ appliedAt, ...row }) => ({
    ...row,
    outcome,
    isApplied: appliedAt !== null,
    values: row.values as IntakeValues,
    changes: row.changes as IntakeChanges,
    problems: row.problems as unknown as IntakeProblem[],
  }))
}

/** One row for its form; null where there is none. */
export async function intakeRow(actor: Actor, id: string, row: number, now: Date) {
  const found = await usableIntake(db, actor, id)
  if (found === null || !Number.isSafeInteger(row) || row < 1 || row > 2 ** 31 - 1) return null
  const stored = await db.intakeRow.findUnique({
    where: { intakeId_row: { intakeId: id, row } },
    select: { row: true, outcome: true, subjectId: true, values: true, problems: true },
  })
  if (stored === null) return null
  const { subjectId, ...shown } = stored
  const values = shown.values as IntakeValues
  await noteRows(actor, [{ subjectId, values }], now)
  return { ...shown, kind: found.kind, status: found.status, values, problems: stored.problems as unknown as IntakeProblem[] }
}

/** Every row with a problem, for the list that is taken away as a file; null: none that the actor may use. */
export async function intakeProblemRows(actor: Actor, id: string, now: Date) {
  const found = await usableIntake(db, actor, id)
  if (found === null) return null
  const rows = await db.intakeRow.findMany({
    where: { intakeId: id, OR: [{ outcome: 'refused' }, { NOT: { problems: { equals: [] } } }] },
    select: { row: true, subjectId: true, values: true, problems: true },
    orderBy: { row: 'asc' },
  })
  await noteRows(actor, rows.map(({ subjectId, values }) => ({ subjectId, values: values as IntakeValues })), now)
  return {
    kind: found.kind,
    rows: rows.map(({ subjectId: _subject, ...row }) => ({ ...row, values: row.values as IntakeValues, problems: row.problems as unknown as IntakeProblem[] })),
  }
}
