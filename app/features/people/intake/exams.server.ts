import { endOf, INTAKE_ZONE, lastDayOf } from '~/domain/intake/affiliation'
import { intakeChanges, type IntakeProblem } from '~/domain/intake/fields'
import { checkExam, type ExamRow } from '~/domain/intake/row'
import { plainDateOf, startOfDay } from '~/domain/time/zone'
import type { Client, HeldIntake } from '~/features/people/intake/held.server'
import { lastApplied } from '~/features/people/intake/rows.server'
import { allProblems, type StoredRow, type WithDeed, workOf } from '~/features/people/intake/work.server'
import type { Tx } from '~/platform/db.server'

type ExamDeed = { id: string | null; personId: string; validFrom: Date; validUntil: Date | null; score: number | null }
type Named = { id: string; email: string; nameZh: string | null; nameEn: string | null; department: string | null; isOwn: boolean }

/** Whom rows may mean: by address anybody, by name those of the university. */
async function namedPeople(client: Client, held: HeldIntake, rows: readonly ExamRow[], now: Date): Promise<Named[]> {
  const emails = rows.flatMap(({ email }) => email ?? [])
  const names = rows.flatMap(({ email, nameZh }) => (email === null ? (nameZh ?? []) : []))
  return client.$queryRaw<Named[]>`
    SELECT p.id::text AS id, p.email, p.name_zh AS "nameZh", p.name_en AS "nameEn", a.department, a.id IS NOT NULL AS "isOwn"
      FROM person p
      LEFT JOIN affiliation a ON a.person_id = p.id AND a.university_id = ${held.universityId} AND (a.is_home OR a.confirmed_at IS NOT NULL)
       AND (a.ends_at IS NULL OR a.ends_at > ${now}::timestamptz)
     WHERE p.status IN ('active', 'awaiting_admission', 'unconfirmed')
       AND (p.email = ANY (${emails}::text[]) OR (a.id IS NOT NULL AND (p.name_zh = ANY (${names}::text[]) OR p.name_en = ANY (${names}::text[]))))`
}

function personOf(row: ExamRow, people: readonly Named[]): Named | IntakeProblem {
  if (row.email !== null) {
    return people.find(({ email }) => email === row.email) ?? { field: 'email', rule: 'person_unknown', params: { text: row.email } }
  }
  const fitting = people.filter((each) => each.isOwn && [each.nameZh, each.nameEn].includes(row.nameZh) && (row.department === null || each.department === row.department))
  const ids = new Set(fitting.map(({ id }) => id))
  if (ids.size > 1) return { field: 'nameZh', rule: 'person_ambiguous', params: { text: row.nameZh ?? '', n: ids.size } }
  return fitting[0] ?? { field: 'nameZh', rule: 'person_unknown', params: { text: row.nameZh ?? '' } }
}

type Kept = { id: string; personId: string; on: string; validUntil: Date | null; score: number | null; isRevoked: boolean }

async function keptExams(client: Client, held: HeldIntake, personIds: readonly string[]): Promise<Map<string, Kept>> {
  const rows = await client.safetyAdmission.findMany({
    where: { personId: { in: [...new Set(personIds)] }, universityId: held.universityId, layer: 'general' },
    select: { id: true, personId: true, validFrom: true, validUntil: true, score: true, revokedAt: true },
    orderBy: { createdAt: 'asc' },
  })
  return new Map(rows.map(({ validFrom, revokedAt, ...each }) => {
    const on = plainDateOf(validFrom, INTAKE_ZONE)
    return [`${each.personId} ${on}`, { ...each, on, isRevoked: revokedAt !== null }]
  }))
}

async function judge(client: Client, held: HeldIntake, rows: readonly StoredRow[], now: Date): Promise<WithDeed<ExamDeed>[]> {
  const context = { today: plainDateOf(now, INTAKE_ZONE), ...held.plan.defaults }
  const checked = rows.map((raw) => ({ raw, ...checkExam(raw.values, context) }))
  const people = await namedPeople(client, held, checked.flatMap(({ row }) => row ?? []), now)
  const kept = await keptExams(client, held, people.map(({ id }) => id))
  const before = await lastApplied(client, held, rows.flatMap(({ key }) => key ?? []))
  return checked.map(({ raw, row, problems: found }) => {
    const problems = allProblems(raw, found)
    const refused = (subjectId: string | null) => ({ row: raw.row, outcome: 'refused' as const, subjectId, changes: {}, problems, deed: null })
    if (row === null) return refused(null)
    const person = personOf(row, people)
    if ('rule' in person) problems.push(person)
    const exam = 'rule' in person ? undefined : kept.get(`${person.id} ${row.startsOn}`)
    if (exam?.isRevoked) problems.push({ field: 'startsOn', rule: 'was_revoked' })
    if ('rule' in person || problems.length > 0) return refused('rule' in person ? null : person.id)
    const isOther = row.email !== null && row.nameZh !== null && ![person.nameZh, person.nameEn, null].includes(row.nameZh)
    const warnings: IntakeProblem[] = isOther ? [{ field: 'nameZh', rule: 'name_differs', params: { name: person.nameZh ?? person.nameEn ?? person.email } }] : []
    const base = { row: raw.row, subjectId: person.id, problems: warnings }
    const deed: ExamDeed = { id: null, personId: person.id, validFrom: startOfDay(row.startsOn, INTAKE_ZONE), validUntil: endOf(row.endsOn), score: row.score }
    if (exam === undefined) return { ...base, outcome: 'added', changes: {}, deed }
    const said = raw.key === null ? undefined : before.get(raw.key)
    const last = said === undefined ? null : checkExam(said, context).row
    const changes = intakeChanges(
      { endsOn: row.endsOn, score: row.score === null ? null : String(row.score) },
      { endsOn: lastDayOf(exam.validUntil), score: exam.score === null ? null : String(exam.score) },
      last && { endsOn: last.endsOn, score: last.score === null ? null : String(last.score) },
    )
    if (Object.keys(changes).length === 0) return { ...base, problems: [], outcome: 'same', changes, deed: null }
    return { ...base, outcome: 'changed', changes, deed: { ...deed, id: exam.id, validUntil: changes.endsOn ? deed.validUntil : exam.validUntil, score: changes.score ? deed.score : exam.score } }
  })
}

async function write(tx: Tx, held: HeldIntake, deeds: readonly ExamDeed[], now: Date): Promise<void> {
  const input = JSON.stringify(deeds)
  await tx.$executeRaw`
    INSERT INTO safety_admission (person_id, layer, university_id, valid_from, valid_until, score, source, import_id, granted_by_id, created_at)
    SELECT x."personId", 'general', ${held.universityId}, x."validFrom", x."validUntil", x.score, 'import', ${held.id}::uuid, ${held.appliedById}::uuid, ${now}::timestamptz
      FROM jsonb_to_recordset(${input}::jsonb) AS x(id uuid, "personId" uuid, "validFrom" timestamptz, "validUntil" timestamptz, score int)
     WHERE x.id IS NULL`
  await tx.$executeRaw`
    UPDATE safety_admission s SET valid_until = x."validUntil", score = x.score, warned_at = NULL, import_id = ${held.id}::uuid
      FROM jsonb_to_recordset(${input}::jsonb) AS x(id uuid, "validUntil" timestamptz, score int)
     WHERE s.id = x.id`
}

export const exams = workOf<ExamDeed>({
  lock: async (tx, held, rows) => {
    const emails = rows.flatMap(({ values }) => values.email?.trim().toLowerCase() ?? [])
    await tx.$queryRaw`SELECT 1 FROM person WHERE email = ANY (${emails}::text[]) ORDER BY id FOR NO KEY UPDATE`
    // Those meant by name have no key of their own here: results of one university are written one after another.
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext(${`intake.exams:${held.universityId}`}))::text`
  },
  judge,
  write,
  subject: { kind: 'person', action: 'safety_exam.imported' },
})
