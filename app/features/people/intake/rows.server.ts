import { type IntakeProblem, type IntakeValues, OF_THE_FILE } from '~/domain/intake/fields'
import type { Client, HeldIntake } from '~/features/people/intake/held.server'
import { INTAKE_OUTCOMES, type IntakeOutcome, type IntakeProgress } from '~/features/people/intake/plan'
import type { Judged, StoredRow } from '~/features/people/intake/work.server'

/** The one place that writes the rows of an intake. */

export type ReadRow = { row: number; key: string | null; values: IntakeValues; problems: IntakeProblem[] }

/** Rows as they were read, to be judged when all are there: they may name each other. */
export async function putRead(client: Client, intakeId: string, rows: readonly ReadRow[]): Promise<void> {
  if (rows.length === 0) return
  await client.$executeRaw`
    INSERT INTO intake_row (intake_id, "row", outcome, key, "values", problems)
    SELECT ${intakeId}::uuid, x."row", 'refused', x.key, x."values", x.problems
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x("row" int, key text, "values" jsonb, problems jsonb)`
}

/** What was found of rows; of the applied ones also when. */
export async function putJudged(client: Client, intakeId: string, rows: readonly Judged[], appliedAt: Date | null): Promise<void> {
  if (rows.length === 0) return
  await client.$executeRaw`
    UPDATE intake_row r SET outcome = x.outcome, subject_id = x."subjectId", changes = x.changes, problems = x.problems, is_judged = true,
           applied_at = CASE WHEN x.outcome <> 'refused' THEN ${appliedAt}::timestamptz END
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x(
        "row" int, outcome "ImportOutcome", "subjectId" text, changes jsonb, problems jsonb)
     WHERE r.intake_id = ${intakeId}::uuid AND r."row" = x."row"`
}

/** The next rows that nobody has judged. */
export async function unjudgedRows(client: Client, held: HeldIntake, most: number): Promise<StoredRow[]> {
  const rows = await client.$queryRaw<StoredRow[]>`
    SELECT x."row", x.key, x."values", x.problems, earlier."row" AS "duplicateOf"
      FROM (SELECT * FROM intake_row WHERE intake_id = ${held.id}::uuid AND NOT is_judged ORDER BY "row" LIMIT ${most}) x
      LEFT JOIN LATERAL (
        SELECT min(y."row") AS "row" FROM intake_row y
         WHERE y.intake_id = x.intake_id AND y.key = x.key AND y."row" < x."row") earlier ON true
     ORDER BY x."row"`
  return rows.map((each) => asStored(held, each))
}

/** The next rows that were confirmed and are not written yet. */
export async function waitingRows(client: Client, held: HeldIntake, most: number): Promise<StoredRow[]> {
  const rows = await client.$queryRaw<StoredRow[]>`
    SELECT "row", key, "values", problems, NULL::int AS "duplicateOf" FROM intake_row
     WHERE intake_id = ${held.id}::uuid AND outcome IN ('added', 'changed') AND applied_at IS NULL
     ORDER BY "row" LIMIT ${most}`
  return rows.map((each) => asStored(held, each))
}

/** Lines about one group are no duplicates of each other. */
function asStored({ kind }: HeldIntake, row: StoredRow): StoredRow {
  return {
    ...row,
    duplicateOf: kind === 'groups' ? null : row.duplicateOf,
    problems: row.problems.filter((each) => OF_THE_FILE.has(each.rule)),
  }
}

/** Marks rows as not judged: those given, and those whose judgement hangs on one of the keys. */
export async function forgetJudgement(client: Client, intakeId: string, row: number, keys: readonly string[]): Promise<void> {
  await client.$executeRaw`
    UPDATE intake_row SET is_judged = false
     WHERE intake_id = ${intakeId}::uuid
       AND ("row" = ${row} OR key = ANY (${[...keys]}::text[]) OR lower("values" ->> 'sponsor') = ANY (${[...keys]}::text[]))`
}

/** What other rows said of the same things when they were last applied at this university, by key. */
export async function lastApplied(client: Client, held: HeldIntake, keys: readonly string[]): Promise<Map<string, IntakeValues>> {
  const rows = await client.$queryRaw<{ key: string; values: IntakeValues }[]>`
    SELECT k.key, last."values"
      FROM unnest(${[...new Set(keys)]}::text[]) AS k(key)
      JOIN LATERAL (
        SELECT r."values" FROM intake_row r JOIN intake i ON i.id = r.intake_id
         WHERE r.key = k.key AND r.applied_at IS NOT NULL AND i.university_id = ${held.universityId} AND i.kind = ${held.kind}::"IntakeKind"
         ORDER BY r.applied_at DESC LIMIT 1) last ON true`
  return new Map(rows.map((each) => [each.key, each.values]))
}

type Summary = Pick<IntakeProgress, 'counts' | 'warned'>

/** How many rows do what. */
export async function summaryOf(client: Client, intakeId: string): Promise<Summary> {
  const counted = await client.$queryRaw<{ outcome: IntakeOutcome; rows: number; warned: number }[]>`
    SELECT outcome::text, count(*)::int AS rows, (count(*) FILTER (WHERE problems <> '[]'))::int AS warned
      FROM intake_row WHERE intake_id = ${intakeId}::uuid GROUP BY outcome`
  const counts = Object.fromEntries(INTAKE_OUTCOMES.map((outcome) => [outcome, counted.find((each) => each.outcome === outcome)?.rows ?? 0]))
  const warned = counted.reduce((sum, each) => sum + (each.outcome === 'refused' ? 0 : each.warned), 0)
  return { counts: counts as Summary['counts'], warned }
}
