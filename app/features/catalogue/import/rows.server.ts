import type { InventoryValues, RowProblem } from '~/domain/inventory/fields'
import type { RowContext } from '~/domain/inventory/row'
import { judgeRows, type JudgedRow, type RawRow } from '~/features/catalogue/import/judge.server'
import { type ImportProgress, type Outcome, OUTCOMES } from '~/features/catalogue/import/plan'
import type { db, Tx } from '~/platform/db.server'

/** The one place that writes the rows of an import. */

type Client = Tx | typeof db
/** What the file itself got wrong; it stays until a person has corrected the row. */
const OF_THE_FILE = new Set<string>(['formula_without_value', 'error_value', 'broken_quotes'])

/** Writes judged rows, in the place of what stood there before. */
export async function putRows(client: Client, importId: string, rows: readonly JudgedRow[]): Promise<void> {
  if (rows.length === 0) return
  await client.$executeRaw`
    INSERT INTO inventory_import_row (import_id, "row", outcome, asset_number, resource_id, "values", changes, problems)
    SELECT ${importId}::uuid, x."row", x.outcome, x."assetNumber", x."resourceId", x."values", x.changes, x.problems
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x(
        "row" int, outcome "ImportOutcome", "assetNumber" text, "resourceId" text, "values" jsonb, changes jsonb, problems jsonb)
    ON CONFLICT (import_id, "row") DO UPDATE SET
      outcome = excluded.outcome, asset_number = excluded.asset_number, resource_id = excluded.resource_id,
      "values" = excluded."values", changes = excluded.changes, problems = excluded.problems`
}

type StoredRow = { row: number; values: InventoryValues; problems: RowProblem[]; duplicateOf: number | null }

/** Judges stored rows again, as after a correction or a decision; `corrected` are those a person has typed anew. */
export async function rejudge(
  client: Client,
  reach: { importId: string; universityId: string },
  rowNumbers: readonly number[],
  context: RowContext,
  corrected: ReadonlySet<number> = new Set(),
): Promise<void> {
  const stored = await client.$queryRaw<StoredRow[]>`
    SELECT x."row", x."values", x.problems,
           (SELECT min(y."row") FROM inventory_import_row y
             WHERE y.import_id = x.import_id AND y.asset_number = x.asset_number AND y."row" > 0 AND y."row" < x."row") AS "duplicateOf"
      FROM inventory_import_row x
     WHERE x.import_id = ${reach.importId}::uuid AND x."row" = ANY (${[...rowNumbers]}::int[]) AND x."row" > 0
     ORDER BY x."row"`
  const raw: RawRow[] = stored.map((each) => ({
    ...each,
    problems: corrected.has(each.row) ? [] : each.problems.filter((problem) => OF_THE_FILE.has(problem.rule)),
  }))
  await putRows(client, reach.importId, await judgeRows(client, reach.universityId, raw, context))
}

/** What is in the catalogue with an asset number, and not in the file; written as rows below zero. */
export async function putMissing(client: Client, reach: { importId: string; universityId: string; labIds: string[] | null }): Promise<void> {
  await client.$executeRaw`DELETE FROM inventory_import_row WHERE import_id = ${reach.importId}::uuid AND "row" < 0`
  await client.$executeRaw`
    INSERT INTO inventory_import_row (import_id, "row", outcome, asset_number, resource_id, "values")
    SELECT ${reach.importId}::uuid, -row_number() OVER (ORDER BY r.sort_key COLLATE "C", r.id), 'missing', r.asset_number, r.id,
           jsonb_build_object('assetNumber', r.asset_number, 'nameZh', r.name_zh)
      FROM resource r
     WHERE r.university_id = ${reach.universityId} AND r.asset_number IS NOT NULL AND r.status <> 'retired'
       AND (${reach.labIds}::text[] IS NULL OR r.lab_id = ANY (${reach.labIds}::text[]))
       AND NOT EXISTS (SELECT 1 FROM inventory_import_row x
                        WHERE x.import_id = ${reach.importId}::uuid AND x."row" > 0 AND x.asset_number = r.asset_number)`
}

type Summary = Pick<ImportProgress, 'counts' | 'labs' | 'unknownKinds'>

/** How many rows do what, and what has to be decided before more can. */
export async function summaryOf(client: Client, importId: string): Promise<Summary> {
  const [counted, labs, kinds] = await Promise.all([
    client.$queryRaw<{ outcome: Outcome; rows: number }[]>`
      SELECT outcome::text, count(*)::int AS rows FROM inventory_import_row WHERE import_id = ${importId}::uuid GROUP BY outcome`,
    client.$queryRaw<{ name: string; rows: number }[]>`
      SELECT problem -> 'params' ->> 'text' AS name, count(*)::int AS rows
        FROM inventory_import_row x CROSS JOIN LATERAL jsonb_array_elements(x.problems) AS problem
       WHERE x.import_id = ${importId}::uuid AND problem ->> 'rule' = 'lab_undecided'
       GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 200`,
    client.$queryRaw<{ rows: number }[]>`
      SELECT count(*)::int AS rows FROM inventory_import_row
       WHERE import_id = ${importId}::uuid AND problems @> '[{"rule": "kind_unknown"}]'`,
  ])
  const counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, counted.find((each) => each.outcome === outcome)?.rows ?? 0]))
  return { counts: counts as Summary['counts'], labs, unknownKinds: kinds[0]?.rows ?? 0 }
}
