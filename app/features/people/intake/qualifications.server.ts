import { endOf, INTAKE_ZONE, lastDayOf } from '~/domain/intake/affiliation'
import { type IntakeChanges, intakeChanges, type IntakeProblem } from '~/domain/intake/fields'
import { checkQualification, type QualificationRow } from '~/domain/intake/row'
import { addressOf } from '~/domain/intake/words'
import { plainDateOf, startOfDay } from '~/domain/time/zone'
import type { Client, HeldIntake } from '~/features/people/intake/held.server'
import { lastApplied } from '~/features/people/intake/rows.server'
import { allProblems, type StoredRow, type WithDeed, workOf } from '~/features/people/intake/work.server'
import type { Tx } from '~/platform/db.server'

type QualificationDeed = {
  /** Null: a new one. */
  id: string | null
  personId: string
  resourceId: string
  mode: string | null
  validFrom: Date
  validUntil: Date | null
  grantedById: string | null
  note: string | null
}

type Found = { text: string; id: string; modes: string[]; rank: number }

/** Resources of the university that a text names: by id or asset number, else by name, else every one of a kind. */
async function namedResources(client: Client, held: HeldIntake, texts: readonly string[]): Promise<Map<string, Found[]>> {
  const rows = await client.$queryRaw<Found[]>`
    SELECT x.text, r.id, r.modes::text[] AS modes, x.rank
      FROM (SELECT t.text, r.id, min(CASE WHEN r.id = t.text OR r.asset_number = t.text THEN 1
                                          WHEN lower(t.text) IN (lower(r.name_zh), lower(r.name_en)) THEN 2 ELSE 3 END) AS rank
              FROM unnest(${[...new Set(texts)]}::text[]) AS t(text)
              JOIN resource r ON r.university_id = ${held.universityId} AND r.status <> 'retired'
              JOIN resource_kind k ON k.id = r.kind_id
             WHERE t.text IN (r.id, r.asset_number, k.id) OR lower(t.text) IN (lower(r.name_zh), lower(r.name_en), lower(k.zh), lower(k.en))
             GROUP BY 1, 2) x JOIN resource r ON r.id = x.id ORDER BY x.rank, r.id`
  const found = new Map<string, Found[]>()
  for (const row of rows) {
    const best = found.get(row.text) ?? []
    if (best[0] === undefined || best[0].rank === row.rank) found.set(row.text, [...best, row])
  }
  return found
}

type Held = { id: string; personId: string; resourceId: string; mode: string | null; validFrom: Date; validUntil: Date | null; isRevoked: boolean }

const heldKey = (each: { personId: string; resourceId: string; mode: string | null }) => `${each.personId} ${each.resourceId} ${each.mode ?? ''}`

async function heldQualifications(client: Client, personIds: readonly string[], resourceIds: readonly string[]): Promise<Map<string, Held>> {
  const rows = await client.$queryRaw<Held[]>`
    SELECT DISTINCT ON (person_id, resource_id, mode) id::text AS id, person_id::text AS "personId", resource_id AS "resourceId", mode::text AS mode,
           valid_from AS "validFrom", valid_until AS "validUntil", revoked_at IS NOT NULL AS "isRevoked"
      FROM qualification
     WHERE person_id = ANY (${[...new Set(personIds)]}::uuid[]) AND resource_id = ANY (${[...new Set(resourceIds)]}::text[]) AND band = 'any'
     ORDER BY person_id, resource_id, mode, revoked_at IS NOT NULL, valid_until DESC NULLS FIRST`
  return new Map(rows.map((each) => [heldKey(each), each]))
}

async function judge(client: Client, held: HeldIntake, rows: readonly StoredRow[], now: Date): Promise<WithDeed<QualificationDeed[]>[]> {
  const today = plainDateOf(now, INTAKE_ZONE)
  const checked = rows.map((raw) => ({ raw, ...checkQualification(raw.values, { today }) }))
  const good = checked.flatMap(({ row }) => row ?? [])
  const emails = good.flatMap(({ email, grantedBy }) => [email, grantedBy === null ? null : addressOf(grantedBy)].filter((each) => each !== null))
  const people = await client.person.findMany({ where: { email: { in: [...new Set(emails)] }, status: { in: ['active', 'awaiting_admission', 'unconfirmed'] } }, select: { id: true, email: true } })
  const idOf = new Map(people.map(({ id, email }) => [email, id]))
  const resources = await namedResources(client, held, good.map(({ resource }) => resource))
  const existing = await heldQualifications(client, people.map(({ id }) => id), [...resources.values()].flat().map(({ id }) => id))
  const before = await lastApplied(client, held, rows.flatMap(({ key }) => key ?? []))
  return checked.map(({ raw, row, problems: found }) => {
    const problems = allProblems(raw, found)
    const personId = row === null ? null : (idOf.get(row.email) ?? null)
    const base = { row: raw.row, subjectId: personId, changes: {} }
    if (row === null) return { ...base, outcome: 'refused', problems, deed: null }
    const wrong = (field: IntakeProblem['field'], rule: IntakeProblem['rule'], params?: IntakeProblem['params']) => problems.push({ field, rule, ...(params && { params }) })
    const named = resources.get(row.resource) ?? []
    const fitting = named.filter(({ modes }) => row.mode === null || modes.includes(row.mode))
    if (personId === null) wrong('email', 'person_unknown', { text: row.email })
    if (named.length === 0) wrong('resource', 'resource_unknown', { text: row.resource })
    else if (named[0]?.rank === 2 && named.length > 1) wrong('resource', 'resource_ambiguous', { text: row.resource, n: named.length })
    else if (fitting.length === 0) wrong('mode', 'mode_not_offered')
    const revoked = fitting.some(({ id }) => personId !== null && existing.get(heldKey({ personId, resourceId: id, mode: row.mode }))?.isRevoked)
    if (revoked) wrong('resource', 'was_revoked')
    if (problems.length > 0 || personId === null) return { ...base, outcome: 'refused', problems, deed: null }
    const said = raw.key === null ? undefined : before.get(raw.key)
    const context = { personId, grantedById: row.grantedBy === null ? null : (idOf.get(addressOf(row.grantedBy) ?? '') ?? null), now, before: said === undefined ? null : checkQualification(said, { today }).row }
    return { ...base, problems, ...outcomeOf(row, fitting.map(({ id }) => existing.get(heldKey({ personId, resourceId: id, mode: row.mode })) ?? id), context) }
  })
}

type Context = { personId: string; grantedById: string | null; now: Date; before: QualificationRow | null }

/** Each resource by what the person has for it, or by its id where there is nothing yet. */
function outcomeOf(row: QualificationRow, resources: readonly (Held | string)[], { personId, grantedById, now, before }: Context) {
  const deeds: QualificationDeed[] = []
  let changes: IntakeChanges = {}
  const added: string[] = []
  const note = grantedById === null ? row.grantedBy : null
  for (const each of resources) {
    const validFrom = row.startsOn === null ? now : startOfDay(row.startsOn, INTAKE_ZONE)
    if (typeof each === 'string') {
      added.push(each)
      deeds.push({ id: null, personId, resourceId: each, mode: row.mode, validFrom, validUntil: endOf(row.endsOn), grantedById, note })
      continue
    }
    const own = intakeChanges(
      { startsOn: row.startsOn, endsOn: row.endsOn },
      { startsOn: plainDateOf(each.validFrom, INTAKE_ZONE), endsOn: lastDayOf(each.validUntil) },
      before && { startsOn: before.startsOn, endsOn: before.endsOn },
    )
    if (Object.keys(own).length === 0) continue
    changes = { ...changes, ...own }
    deeds.push({
      id: each.id, personId, resourceId: each.resourceId, mode: row.mode, grantedById, note,
      validFrom: own.startsOn ? validFrom : each.validFrom, validUntil: own.endsOn ? endOf(row.endsOn) : each.validUntil,
    })
  }
  if (added.length > 0) changes.resource = { from: null, to: added.join(' ') }
  if (deeds.length === 0) return { outcome: 'same' as const, changes, deed: null }
  return { outcome: added.length === resources.length ? ('added' as const) : ('changed' as const), changes, deed: deeds }
}

async function write(tx: Tx, held: HeldIntake, deeds: readonly QualificationDeed[][], now: Date): Promise<void> {
  const input = JSON.stringify(deeds.flat())
  await tx.$executeRaw`
    INSERT INTO qualification (person_id, resource_id, mode, valid_from, valid_until, granted_by_id, reason, trainee_kind, source, import_id, created_at)
    SELECT x."personId", x."resourceId", x.mode, x."validFrom", x."validUntil", coalesce(x."grantedById", ${held.appliedById}::uuid), x.note,
           (SELECT a.kind::text FROM affiliation a WHERE a.person_id = x."personId" AND a.is_home ORDER BY a.starts_at DESC LIMIT 1),
           'import', ${held.id}::uuid, ${now}::timestamptz
      FROM jsonb_to_recordset(${input}::jsonb) AS x(id uuid, "personId" uuid, "resourceId" text, mode "ResourceMode", "validFrom" timestamptz,
             "validUntil" timestamptz, "grantedById" uuid, note text)
     WHERE x.id IS NULL`
  await tx.$executeRaw`
    UPDATE qualification q SET valid_from = x."validFrom", valid_until = x."validUntil", warned_at = NULL, source = 'import', import_id = ${held.id}::uuid,
           version = q.version + 1
      FROM jsonb_to_recordset(${input}::jsonb) AS x(id uuid, "validFrom" timestamptz, "validUntil" timestamptz)
     WHERE q.id = x.id`
}

export const qualifications = workOf<QualificationDeed[]>({
  lock: async (tx, _held, rows) => {
    const emails = rows.flatMap(({ values }) => addressOf(values.email ?? '') ?? [])
    await tx.$queryRaw`SELECT 1 FROM person WHERE email = ANY (${emails}::text[]) ORDER BY id FOR NO KEY UPDATE`
  },
  judge,
  write,
  subject: { kind: 'person', action: 'qualification.imported' },
})
