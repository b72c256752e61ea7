import type { IntakeChanges, IntakeProblem, IntakeValues } from '~/domain/intake/fields'
import type { Client, HeldIntake } from '~/features/people/intake/held.server'
import type { IntakeOutcome } from '~/features/people/intake/plan'
import type { Tx } from '~/platform/db.server'

/** A row as it was read or corrected; `problems` are those of the file's own cells. */
export type StoredRow = { row: number; key: string | null; values: IntakeValues; problems: IntakeProblem[]; duplicateOf: number | null }

/** What a row does, or everything that is wrong with it. */
export type Judged = {
  row: number
  outcome: IntakeOutcome
  subjectId: string | null
  changes: IntakeChanges
  problems: IntakeProblem[]
}

/** What one kind of file does with its rows. */
export type Work = {
  judge: (client: Client, held: HeldIntake, rows: readonly StoredRow[], now: Date) => Promise<Judged[]>
  /** Judges once more under the locks and writes. */
  apply: (tx: Tx, held: HeldIntake, rows: readonly StoredRow[], now: Date) => Promise<Judged[]>
  /** What can be written only when every row has been. */
  finish: (tx: Tx, held: HeldIntake, now: Date) => Promise<void>
  /** For the audit row of what was written. */
  subject: { kind: string; action: string }
  /** How many rows a transaction writes, where one takes more than a few statements for all. */
  atOnce?: number
}

export type WithDeed<D> = Judged & { deed: D | null }

/** A kind of file from what it locks, how it judges (the same before and after confirmation) and what it writes. */
export function workOf<D>(parts: {
  lock: (tx: Tx, held: HeldIntake, rows: readonly StoredRow[]) => Promise<void>
  judge: (client: Client, held: HeldIntake, rows: readonly StoredRow[], now: Date) => Promise<WithDeed<D>[]>
  write: (tx: Tx, held: HeldIntake, deeds: readonly D[], now: Date) => Promise<void>
  finish?: Work['finish']
  subject: Work['subject']
  atOnce?: number
}): Work {
  const bare = ({ deed: _, ...judged }: WithDeed<D>): Judged => judged
  return {
    judge: async (...input) => (await parts.judge(...input)).map(bare),
    apply: async (tx, held, rows, now) => {
      await parts.lock(tx, held, rows)
      const judged = await parts.judge(tx, held, rows, now)
      await parts.write(tx, held, judged.flatMap(({ deed }) => deed ?? []), now)
      return judged.map(bare)
    },
    finish: parts.finish ?? (async () => {}),
    subject: parts.subject,
    ...(parts.atOnce !== undefined && { atOnce: parts.atOnce }),
  }
}

/** What the file itself got wrong goes first, and is not told twice for one field. */
export function allProblems(raw: Pick<StoredRow, 'problems' | 'duplicateOf'>, found: readonly IntakeProblem[]): IntakeProblem[] {
  const problems = [...raw.problems, ...found.filter((each) => !raw.problems.some((earlier) => earlier.field !== null && earlier.field === each.field))]
  if (raw.duplicateOf !== null) problems.push({ field: null, rule: 'duplicate', params: { row: raw.duplicateOf } })
  return problems
}
