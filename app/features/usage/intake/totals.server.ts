import { INTAKE_ZONE } from '~/domain/intake/affiliation'
import { intakeChanges, type IntakeProblem } from '~/domain/intake/fields'
import { checkTotal, mostYearSeconds, type YearTotalRow } from '~/domain/intake/uses'
import { plainDateOf } from '~/domain/time/zone'
import type { Client, HeldIntake } from '~/features/people/intake/held.server'
import { lastApplied } from '~/features/people/intake/rows.server'
import { allProblems, type StoredRow, type WithDeed, workOf } from '~/features/people/intake/work.server'
import { resourcesNamed } from '~/features/usage/intake/resources.server'
import type { Tx } from '~/platform/db.server'

type Deed = Omit<YearTotalRow, 'resource' | 'system'> & { resourceId: string; source: string }

const hours = (seconds: number | null) => (seconds === null ? null : String(Math.round(seconds / 36) / 100))
const text = (count: number | null) => (count === null ? null : String(count))
const said = (row: Pick<YearTotalRow, 'machineSeconds' | 'effectiveSeconds' | 'samples' | 'users'>) => ({
  machineHours: hours(row.machineSeconds), effectiveHours: hours(row.effectiveSeconds), samples: text(row.samples), users: text(row.users),
})

async function judge(client: Client, held: HeldIntake, rows: readonly StoredRow[], now: Date): Promise<WithDeed<Deed>[]> {
  const today = plainDateOf(now, INTAKE_ZONE)
  const checked = rows.map((raw) => ({ raw, ...checkTotal(raw.values, { today }) }))
  const named = await resourcesNamed(client, held, checked.flatMap(({ row }) => row?.resource ?? []))
  const kept = await client.resourceYearTotal.findMany({ where: { resourceId: { in: [...named.values()].flat().map(({ id }) => id) } } })
  const before = await lastApplied(client, held, rows.flatMap(({ key }) => key ?? []))
  return checked.map(({ raw, row, problems: found }) => {
    const problems = allProblems(raw, found)
    const base = { row: raw.row, subjectId: null as string | null, changes: {} }
    if (row === null) return { ...base, outcome: 'refused', problems, deed: null }
    const wrong = (field: IntakeProblem['field'], rule: IntakeProblem['rule'], params: IntakeProblem['params']) => problems.push({ field, rule, params })
    const resources = named.get(row.resource) ?? []
    const resource = resources[0]
    if (resource === undefined) wrong('resource', 'resource_unknown', { text: row.resource })
    else if (resources.length > 1) wrong('resource', 'resource_ambiguous', { text: row.resource, n: resources.length })
    else if (row.machineSeconds > mostYearSeconds(resource.capacity)) wrong('machineHours', 'hours_too_many', { hours: mostYearSeconds(resource.capacity) / 3_600 })
    if (problems.length > 0 || resource === undefined) return { ...base, subjectId: resource?.id ?? null, outcome: 'refused', problems, deed: null }
    const { resource: _, system: source, ...rest } = row
    const deed: Deed = { ...rest, resourceId: resource.id, source }
    const here = { ...base, subjectId: resource.id, problems }
    const there = kept.find((each) => each.resourceId === resource.id && each.year === row.year && each.basis === row.basis && each.source === source)
    if (there === undefined) return { ...here, outcome: 'added', deed }
    const last = raw.key === null ? undefined : before.get(raw.key)
    const lastRow = last === undefined ? null : checkTotal(last, { today }).row
    const changes = intakeChanges(said(row), said(there), lastRow && said(lastRow))
    if (Object.keys(changes).length === 0) return { ...here, outcome: 'same', changes, deed: null }
    return {
      ...here, outcome: 'changed', changes,
      deed: {
        ...deed, machineSeconds: changes.machineHours ? deed.machineSeconds : there.machineSeconds,
        effectiveSeconds: changes.effectiveHours ? deed.effectiveSeconds : there.effectiveSeconds,
        samples: changes.samples ? deed.samples : there.samples, users: changes.users ? deed.users : there.users,
      },
    }
  })
}

async function write(tx: Tx, held: HeldIntake, deeds: readonly Deed[], now: Date): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO resource_year_total (resource_id, year, basis, source, machine_seconds, effective_seconds, samples, users, intake_id, updated_at)
    SELECT x."resourceId", x.year, x.basis, x.source, x."machineSeconds", x."effectiveSeconds", x.samples, x.users, ${held.id}::uuid, ${now}::timestamptz
      FROM jsonb_to_recordset(${JSON.stringify(deeds)}::jsonb) AS x("resourceId" text, year smallint, basis text, source text, "machineSeconds" int, "effectiveSeconds" int, samples int, users int)
    ON CONFLICT (resource_id, year, basis, source) DO UPDATE
       SET machine_seconds = excluded.machine_seconds, effective_seconds = excluded.effective_seconds, samples = excluded.samples, users = excluded.users,
           intake_id = excluded.intake_id, updated_at = excluded.updated_at`
}

export const totals = workOf<Deed>({
  // Totals of one university are written one after another: a row may name a resource by any of its names.
  lock: async (tx, held) => { await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext(${`intake.totals:${held.universityId}`}))::text` },
  judge,
  write,
  subject: { kind: 'resource', action: 'resource.year_total_imported' },
})
