import { createHash } from 'node:crypto'
import { type Actor, can } from '~/domain/access/permission'
import { type IntakeField, INTAKE_FIELDS, type IntakeKind } from '~/domain/intake/fields'
import { INTAKE_HEADINGS } from '~/domain/intake/headings'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { proposeFields } from '~/domain/spreadsheet/headings'
import { record } from '~/features/audit/record.server'
import { withoutIdentityNumbers } from '~/features/people/intake/identity.server'
import { type IntakePlan, intakePlan, NO_INTAKE_PROGRESS } from '~/features/people/intake/plan'
import { db, transaction } from '~/platform/db.server'
import { storable } from '~/platform/spreadsheet/inspect.server'
import { TableProblem } from '~/platform/spreadsheet/table-problem'

export const MOST_FILE_BYTES = 20_000_000

/** What each kind of file begins with. */
const DEFAULTS: Record<IntakeKind, Partial<IntakePlan['defaults']>> = {
  people: {}, groups: {}, qualifications: {}, exams: { passScore: 60, validMonths: 12 }, uses: {}, totals: {},
}

/**
 * Takes in a file of a university's own and proposes what its headings mean. Identity-card numbers
 * are taken out before anything is kept; a file that is no table is refused in words.
 */
export async function uploadIntake(
  actor: Actor,
  wish: { universityId: string; kind: IntakeKind; fileName: string; bytes: Buffer },
): Promise<Outcome<{ id: string }>> {
  const { universityId, kind } = wish
  if (!can(actor, 'admit:person', { universityId })) return refused(problem('not_allowed', {}))
  const wrong = (code: string) => refused(problem('field_invalid', { field: 'file', rule: `inventory.file.${code}` }))
  if (wish.bytes.length > MOST_FILE_BYTES) return wrong('too_large')
  try {
    const { bytes, found, closed } = await withoutIdentityNumbers(wish.bytes, INTAKE_HEADINGS[kind])
    const { samples, ...table } = found
    const plan = intakePlan.parse({ closed, columns: proposed(kind, found.headings, closed, await rememberedColumns(universityId, kind)), defaults: DEFAULTS[kind] })
    return await transaction(async (tx) => {
      const file = await tx.storedFile.create({
        data: {
          hash: createHash('sha256').update(bytes).digest('hex'),
          contentType: table.encoding === null ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : 'text/csv',
          fileName: storable(wish.fileName.split(/[/\\]/).at(-1) ?? '').slice(0, 200) || kind,
          sizeBytes: bytes.length,
          bytes: new Uint8Array(bytes),
          createdById: actor.personId,
        },
        select: { id: true, hash: true, fileName: true },
      })
      const { id } = await tx.intake.create({
        data: { ...table, universityId, kind, fileId: file.id, mapping: plan, progress: { ...NO_INTAKE_PROGRESS, samples }, createdById: actor.personId },
        select: { id: true },
      })
      await record(tx, {
        actorId: actor.personId, action: 'intake.uploaded', subjectKind: 'intake', subjectId: id, universityId,
        data: { kind, fileName: file.fileName, hash: file.hash, closedColumns: closed.length },
      })
      return done({ id })
    })
  } catch (error) {
    if (error instanceof TableProblem) return wrong(error.code)
    throw error
  }
}

/** A field for each column, none for those with identity-card numbers. */
export function proposed(kind: IntakeKind, headings: readonly string[], closed: readonly number[], remembered: ReadonlyMap<string, IntakeField | null>): (IntakeField | null)[] {
  const open = headings.map((heading, at) => (closed.includes(at) ? '' : heading))
  return proposeFields(INTAKE_HEADINGS[kind], open, remembered)
}

export async function rememberedColumns(universityId: string, kind: IntakeKind): Promise<Map<string, IntakeField | null>> {
  const rows = await db.intakeMapping.findMany({ where: { universityId, kind }, select: { heading: true, field: true } })
  return new Map(rows.map(({ heading, field }) => [heading, INTAKE_FIELDS.find((each) => each === field) ?? null]))
}
