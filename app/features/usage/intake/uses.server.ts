import { randomUUID } from 'node:crypto'
import { INTAKE_ZONE } from '~/domain/intake/affiliation'
import { type IntakeChanges, intakeChanges, type IntakeProblem } from '~/domain/intake/fields'
import { checkUse, type ImportedUseRow } from '~/domain/intake/uses'
import { addressOf } from '~/domain/intake/words'
import { instantToLocalDateTime } from '~/domain/time/zone'
import type { Client, HeldIntake } from '~/features/people/intake/held.server'
import { lastApplied } from '~/features/people/intake/rows.server'
import { allProblems, type StoredRow, type WithDeed, workOf } from '~/features/people/intake/work.server'
import { resourcesNamed } from '~/features/usage/intake/resources.server'
import { assumedBeneficiary, clashes, type KnownUse, knownUses, useKey, usersByMail } from '~/features/usage/intake/use-facts.server'
import { type UseDeed, writeUses } from '~/features/usage/intake/write.server'

const text = (count: number | null) => (count === null ? null : String(count))
const minutes = (seconds: number | null) => (seconds === null ? null : String(Math.round(seconds / 60)))
/** To the second: a file that says more says it in seconds. */
const wall = (at: Date | null) => (at === null ? null : `${instantToLocalDateTime(at, INTAKE_ZONE).replace('T', ' ')}:${String(at.getUTCSeconds()).padStart(2, '0')}`)

/** The parts of a use in words that can be compared. */
function parts(row: Omit<ImportedUseRow, 'externalId' | 'system' | 'resource' | 'email'> | KnownUse) {
  return {
    startsAt: wall(row.startsAt), endsAt: wall(row.endsAt), operation: row.operation, purpose: row.purpose, beneficiary: row.beneficiary, samples: text(row.samples),
    warmUpMinutes: minutes(row.warmUpSeconds), measuringMinutes: minutes(row.measuringSeconds), postMinutes: minutes(row.postSeconds), remarks: row.remarks,
  }
}

async function judge(client: Client, held: HeldIntake, rows: readonly StoredRow[], now: Date): Promise<WithDeed<UseDeed>[]> {
  const context = { now, timeZone: INTAKE_ZONE }
  const checked = rows.map((raw) => ({ raw, ...checkUse(raw.values, context) }))
  const good = checked.flatMap(({ row }) => row ?? [])
  const people = await usersByMail(client, good.map(({ email }) => email))
  const resources = await resourcesNamed(client, held, good.map(({ resource }) => resource))
  const known = await knownUses(client, held, good.map(({ externalId }) => externalId))
  const before = await lastApplied(client, held, rows.flatMap(({ key }) => key ?? []))
  const judged = checked.map(({ raw, row, problems: found }): WithDeed<UseDeed> & { told: ImportedUseRow | null } => {
    const problems = allProblems(raw, found)
    const base = { row: raw.row, subjectId: null as string | null, changes: {} as IntakeChanges, told: row }
    if (row === null) return { ...base, outcome: 'refused', problems, deed: null }
    const wrong = (field: IntakeProblem['field'], rule: IntakeProblem['rule'], params?: IntakeProblem['params']) => problems.push({ field, rule, ...(params && { params }) })
    const person = people.get(row.email)
    const named = resources.get(row.resource) ?? []
    const resource = named[0]
    if (person === undefined) wrong('email', 'person_unknown', { text: row.email })
    if (resource === undefined) wrong('resource', 'resource_unknown', { text: row.resource })
    else if (named.length > 1) wrong('resource', 'resource_ambiguous', { text: row.resource, n: named.length })
    const there = known.get(useKey(row))
    // A key stands for one use: what machine it was and whose is not changed by a file.
    if (there !== undefined && resource !== undefined && there.resourceId !== resource.id) wrong('resource', 'use_differs')
    if (there !== undefined && person !== undefined && there.personId !== person.id) wrong('email', 'use_differs')
    if (problems.length > 0 || person === undefined || resource === undefined) return { ...base, subjectId: there?.recordId ?? null, outcome: 'refused', problems, deed: null }
    if (there === undefined) {
      const recordId = randomUUID()
      const deed: UseDeed = { is: 'new', recordId, resourceId: resource.id, personId: person.id, told: row, beneficiary: row.beneficiary ?? assumedBeneficiary(person, held) }
      return { ...base, subjectId: recordId, outcome: 'added', problems, deed }
    }
    const last = raw.key === null ? undefined : before.get(raw.key)
    const lastRow = last === undefined ? null : checkUse(last, context).row
    const changes = intakeChanges(parts(row), parts(there), lastRow && parts(lastRow))
    const here = { ...base, subjectId: there.recordId, changes, problems }
    if (Object.keys(changes).length === 0) return { ...here, outcome: 'same', deed: null }
    return { ...here, outcome: 'changed', deed: { is: 'changed', recordId: there.recordId, told: row, changes } }
  })
  const inTheWay = await clashes(client, held, judged.flatMap(({ row, deed }) =>
    deed?.is === 'new' ? [{ row, resourceId: deed.resourceId, personId: deed.personId, system: deed.told.system, start: deed.told.startsAt, end: deed.told.endsAt }] : []))
  return judged.map(({ told: _, ...each }) => {
    const clash = inTheWay.get(each.row)
    if (clash === undefined) return each
    return { ...each, outcome: 'refused', subjectId: null, deed: null, problems: [...each.problems, { field: 'startsAt', rule: 'use_overlaps', params: { from: wall(clash.start) ?? '', to: wall(clash.end) ?? '' } }] }
  })
}

export const uses = workOf<UseDeed>({
  lock: async (tx, held, rows) => {
    // Rows of one university take turns, so that a key is written once; then persons and resources, as every command of uses.
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext(${`intake.uses:${held.universityId}`}))::text`
    const people = await usersByMail(tx, rows.flatMap(({ values }) => addressOf(values.email ?? '') ?? []))
    const resources = await resourcesNamed(tx, held, rows.flatMap(({ values }) => values.resource?.trim() ?? []))
    const personIds = [...people.values()].map(({ id }) => id)
    const resourceIds = [...resources.values()].flat().map(({ id }) => id)
    await tx.$queryRaw`SELECT lock_for_booking(${personIds}::uuid[], ${[...new Set(resourceIds)]}::text[], '{}'::uuid[], now())::text`
  },
  judge,
  write: writeUses,
  subject: { kind: 'use', action: 'use.imported' },
  // A use that a later file changes is judged anew from all its facts, one by one.
  atOnce: 100,
})
