import { createHash } from 'node:crypto'
import { type IntakeChanges, intakeChanges, type IntakeProblem, type IntakeValues } from '~/domain/intake/fields'
import { checkGroup, type GroupRow } from '~/domain/intake/row'
import { foldName } from '~/domain/inventory/matching'
import type { Client, HeldIntake } from '~/features/people/intake/held.server'
import { allProblems, type StoredRow, type WithDeed, workOf } from '~/features/people/intake/work.server'
import type { Tx } from '~/platform/db.server'

type GroupDeed = {
  id: string
  isNew: boolean
  nameZh: string
  nameEn: string
  discipline: string | null
  leaderId: string
  memberIds: string[]
}

type KnownGroup = { id: string; key: string; nameZh: string; nameEn: string; discipline: string | null; leader: string; isClosed: boolean; members: string[] }

/** Groups of the university by their name, with the addresses of leader and members. */
async function knownGroups(client: Client, held: HeldIntake, now: Date): Promise<Map<string, KnownGroup>> {
  const rows = await client.$queryRaw<Omit<KnownGroup, 'key'>[]>`
    SELECT g.id, g.name_zh AS "nameZh", g.name_en AS "nameEn", g.discipline, l.email AS leader, g.closed_at IS NOT NULL AS "isClosed",
           coalesce((SELECT array_agg(p.email) FROM group_member m JOIN person p ON p.id = m.person_id
                      WHERE m.group_id = g.id AND (m.ends_at IS NULL OR m.ends_at > ${now}::timestamptz)), '{}') AS members
      FROM research_group g JOIN person l ON l.id = g.leader_id
     WHERE g.university_id = ${held.universityId} ORDER BY g.closed_at NULLS LAST, g.id`
  // Of equal names the one that is not closed counts.
  return new Map(rows.toReversed().map((group) => [foldName(group.nameZh).slice(0, 200), { ...group, key: foldName(group.nameZh) }]))
}

/** Ids of those who belong to the university now, by address. */
async function ownPeople(client: Client, held: HeldIntake, emails: readonly string[], now: Date): Promise<{ known: ReadonlySet<string>; own: ReadonlyMap<string, string> }> {
  const rows = await client.$queryRaw<{ email: string; id: string; isOwn: boolean }[]>`
    SELECT p.email, p.id::text AS id, p.status = 'active' AND EXISTS (
             SELECT 1 FROM affiliation a WHERE a.person_id = p.id AND a.university_id = ${held.universityId} AND (a.is_home OR a.confirmed_at IS NOT NULL)
                AND (a.ends_at IS NULL OR a.ends_at > ${now}::timestamptz)) AS "isOwn"
      FROM person p WHERE p.email = ANY (${[...new Set(emails)]}::text[])`
  return { known: new Set(rows.map((each) => each.email)), own: new Map(rows.flatMap(({ email, id, isOwn }) => (isOwn ? [[email, id] as const] : []))) }
}

/** The leader that another line of the file gives to a group, by key: the first line that does. */
async function leadersOfFile(client: Client, held: HeldIntake, keys: readonly string[]): Promise<Map<string, string>> {
  const rows = await client.$queryRaw<{ key: string; leader: string }[]>`
    SELECT DISTINCT ON (key) key, lower(btrim("values" ->> 'leader')) AS leader FROM intake_row
     WHERE intake_id = ${held.id}::uuid AND key = ANY (${[...keys]}::text[]) AND "values" ? 'leader' ORDER BY key, "row"`
  return new Map(rows.map((each) => [each.key, each.leader]))
}

/** What applied lines have said of each group, by key: all members together, of the rest the latest. */
async function saidBefore(client: Client, held: HeldIntake, keys: readonly string[]): Promise<Map<string, GroupRow>> {
  const rows = await client.$queryRaw<{ key: string; values: IntakeValues }[]>`
    SELECT r.key, r."values" FROM intake_row r JOIN intake i ON i.id = r.intake_id
     WHERE r.key = ANY (${[...keys]}::text[]) AND r.applied_at IS NOT NULL AND i.university_id = ${held.universityId} AND i.kind = 'groups'
     ORDER BY r.applied_at, r."row"`
  const said = new Map<string, GroupRow>()
  for (const { key, values } of rows) {
    const { row } = checkGroup(values)
    const earlier = said.get(key)
    if (row === null) continue
    said.set(key, {
      ...row, members: [...new Set([...(earlier?.members ?? []), ...row.members])],
      groupEn: row.groupEn ?? earlier?.groupEn ?? null, discipline: row.discipline ?? earlier?.discipline ?? null,
    })
  }
  return said
}

async function judgeGroups(client: Client, held: HeldIntake, rows: readonly StoredRow[], now: Date): Promise<WithDeed<GroupDeed>[]> {
  const checked = rows.map((raw) => ({ raw, ...checkGroup(raw.values) }))
  const keys = rows.flatMap(({ key }) => key ?? [])
  const groups = await knownGroups(client, held, now)
  const leaders = await leadersOfFile(client, held, keys)
  const before = await saidBefore(client, held, keys)
  const { known, own } = await ownPeople(client, held, checked.flatMap(({ row }) => [...(row?.members ?? []), row?.leader ?? '']).concat([...leaders.values()]), now)
  return checked.map(({ raw, row, problems: found }) => {
    const base = { row: raw.row, subjectId: null, changes: {} }
    const problems = allProblems(raw, found)
    const key = raw.key ?? ''
    const group = groups.get(key) ?? null
    const wrong = (field: IntakeProblem['field'], rule: IntakeProblem['rule'], params?: IntakeProblem['params']) => problems.push({ field, rule, ...(params && { params }) })
    const leader = group?.leader ?? leaders.get(key) ?? null
    if (row !== null) {
      if (group?.isClosed) wrong('groupZh', 'group_closed')
      if (leader === null) wrong('leader', 'group_without_leader')
      else if (row.leader !== null && row.leader !== leader) wrong('leader', 'leader_differs', { email: leader })
      else if (group === null && !own.has(leader)) wrong('leader', known.has(leader) ? 'not_of_yours' : 'person_unknown', { text: leader })
      for (const rule of ['person_unknown', 'not_of_yours'] as const) {
        const strangers = row.members.filter((each) => !own.has(each) && !group?.members.includes(each) && known.has(each) === (rule === 'not_of_yours'))
        if (strangers.length > 0) wrong('members', rule, { text: strangers.slice(0, 10).join(' ') })
      }
    }
    if (row === null || leader === null || problems.length > 0) return { ...base, outcome: 'refused', problems, deed: null }
    return { ...base, problems, ...outcomeOf(held, row, group, { leader, own, before: before.get(key) ?? null }) }
  })
}

function outcomeOf(
  held: HeldIntake, row: GroupRow, group: KnownGroup | null, { leader, own, before }: { leader: string; own: ReadonlyMap<string, string>; before: GroupRow | null },
) {
  const joining = row.members.filter((each) => !group?.members.includes(each) && !(before?.members.includes(each) ?? false) && own.has(each))
  const changes: IntakeChanges = intakeChanges(
    { groupEn: row.groupEn, discipline: row.discipline },
    { groupEn: group?.nameEn ?? null, discipline: group?.discipline ?? null },
    before && { groupEn: before.groupEn, discipline: before.discipline },
  )
  if (joining.length > 0) changes.members = { from: null, to: joining.join(' ') }
  const id = group?.id ?? groupId(held.universityId, row.groupZh)
  const deed: GroupDeed = {
    id, isNew: group === null,
    nameZh: group?.nameZh ?? row.groupZh, nameEn: changes.groupEn?.to ?? group?.nameEn ?? row.groupEn ?? row.groupZh,
    discipline: changes.discipline?.to ?? group?.discipline ?? null,
    leaderId: own.get(leader) ?? '', memberIds: joining.flatMap((each) => own.get(each) ?? []),
  }
  if (group === null) return { outcome: 'added' as const, subjectId: id, changes: {}, deed: { ...deed, memberIds: row.members.flatMap((each) => own.get(each) ?? []) } }
  const isSame = Object.keys(changes).length === 0
  return { outcome: isSame ? ('same' as const) : ('changed' as const), subjectId: id, changes, deed: isSame ? null : deed }
}

/** The same group of the same university is the same row, however often it is brought in. */
const groupId = (universityId: string, name: string) => `g-${universityId}-${createHash('sha256').update(foldName(name)).digest('hex').slice(0, 10)}`

async function writeGroups(tx: Tx, held: HeldIntake, deeds: readonly GroupDeed[], now: Date): Promise<void> {
  if (deeds.length === 0) return
  const input = JSON.stringify(deeds)
  // A coordinator brings it in, so its standing is confirmed; several lines may be about one new group.
  await tx.$executeRaw`
    INSERT INTO research_group (id, university_id, leader_id, name_zh, name_en, discipline, confirmed_at, confirmed_by_id, source, import_id, created_at)
    SELECT DISTINCT ON (x.id) x.id, ${held.universityId}, x."leaderId", x."nameZh", x."nameEn", x.discipline, ${now}::timestamptz, ${held.appliedById}::uuid,
           'import', ${held.id}::uuid, ${now}::timestamptz
      FROM jsonb_to_recordset(${input}::jsonb) AS x(id text, "isNew" boolean, "leaderId" uuid, "nameZh" text, "nameEn" text, discipline text)
     WHERE x."isNew" ORDER BY x.id, x.discipline IS NULL
    ON CONFLICT (id) DO NOTHING`
  await tx.$executeRaw`
    UPDATE research_group g SET name_en = x."nameEn", discipline = x.discipline, version = g.version + 1
      FROM jsonb_to_recordset(${input}::jsonb) AS x(id text, "isNew" boolean, "nameEn" text, discipline text)
     WHERE g.id = x.id AND NOT x."isNew" AND (g.name_en, g.discipline) IS DISTINCT FROM (x."nameEn", x.discipline)`
  const members = [
    ...deeds.flatMap(({ id, isNew, leaderId }) => (isNew ? [{ id, personId: leaderId, role: 'supervisor' }] : [])),
    ...deeds.flatMap(({ id, isNew, leaderId, memberIds }) => memberIds.filter((each) => !isNew || each !== leaderId).map((personId) => ({ id, personId, role: 'member' }))),
  ]
  // Who left comes back; who is in it stays what they are.
  await tx.$executeRaw`
    INSERT INTO group_member (group_id, person_id, role, starts_at)
    SELECT DISTINCT ON (x.id, x."personId") x.id, x."personId", x.role, ${now}::timestamptz
      FROM jsonb_to_recordset(${JSON.stringify(members)}::jsonb) AS x(id text, "personId" uuid, role "GroupRole")
     ORDER BY x.id, x."personId", x.role DESC
    ON CONFLICT (group_id, person_id) DO UPDATE SET starts_at = excluded.starts_at, ends_at = NULL, role = excluded.role
     WHERE group_member.ends_at IS NOT NULL`
}

export const groups = workOf<GroupDeed>({
  lock: async (tx, held, rows) => {
    const names = rows.flatMap(({ key }) => key ?? [])
    if (names.length === 0) return
    await tx.$queryRaw`SELECT 1 FROM research_group WHERE university_id = ${held.universityId} ORDER BY id FOR NO KEY UPDATE`
  },
  judge: judgeGroups,
  write: writeGroups,
  subject: { kind: 'group', action: 'group.imported' },
})
