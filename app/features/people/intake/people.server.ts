import { randomUUID } from 'node:crypto'
import { leadsBack } from '~/domain/affiliation/stay'
import { INTAKE_ZONE, type PersonDeed, placePerson } from '~/domain/intake/affiliation'
import type { IntakeProblem } from '~/domain/intake/fields'
import { checkPerson, type PersonRow } from '~/domain/intake/row'
import { plainDateOf } from '~/domain/time/zone'
import type { Client, HeldIntake } from '~/features/people/intake/held.server'
import { knownPeople, type Namesake, namesakes, sponsorFacts, universitiesOfDomains } from '~/features/people/intake/people-facts.server'
import { finishSponsors, writePeople } from '~/features/people/intake/people-write.server'
import { lastApplied } from '~/features/people/intake/rows.server'
import { allProblems, type StoredRow, type WithDeed, workOf } from '~/features/people/intake/work.server'

export type PeopleDeed = PersonDeed & { id: string; stayIdOrNew: string }

/** Rows of people against rules and accounts; a handful of statements for any number of rows. */
async function judgePeople(client: Client, held: HeldIntake, rows: readonly StoredRow[], now: Date): Promise<WithDeed<PeopleDeed>[]> {
  const today = plainDateOf(now, INTAKE_ZONE)
  const context = { today, defaultKind: held.plan.defaults.kind }
  const checked = rows.map((raw) => ({ raw, ...checkPerson(raw.values, context) }))
  const good = checked.flatMap(({ row }) => row ?? [])
  const emails = good.map(({ email }) => email)
  const known = await knownPeople(client, emails)
  const domains = await universitiesOfDomains(client, emails.map(domainOf))
  const sponsors = await sponsorFacts(client, held, good.flatMap(({ sponsor }) => sponsor ?? []), now)
  const before = await lastApplied(client, held, emails)
  const named = good.flatMap(({ nameZh, department }) => (nameZh !== null && department !== null ? [{ nameZh, department }] : []))
  const same = new Map<string, Namesake[]>()
  for (const each of await namesakes(client, held, named, now)) {
    const name = `${each.nameZh} ${each.department}`
    same.set(name, [...(same.get(name) ?? []), each])
  }
  const sponsorOf = ({ email, sponsor }: PersonRow) => {
    if (sponsor === null) return 'none'
    if (leadsBack(email, sponsor, sponsors.pairs)) return 'circle'
    return sponsors.known.has(sponsor) ? 'known' : 'unknown'
  }
  const warnings = (row: PersonRow, number: number): IntakeProblem[] => {
    const other = same.get(`${row.nameZh} ${row.department}`)?.find((each) => each.email !== row.email && (each.row === null || each.row < number))
    return other ? [{ field: 'nameZh', rule: 'same_name', params: { email: other.email } }] : []
  }
  return checked.map(({ raw, row, problems: found }) => {
    const refused = (problems: IntakeProblem[], id: string | null = null) => ({ row: raw.row, outcome: 'refused' as const, subjectId: id, changes: {}, problems, deed: null })
    if (row === null) return refused(allProblems(raw, found))
    const person = known.get(row.email) ?? null
    const said = before.get(row.email)
    const placed = placePerson(row, person, {
      universityId: held.universityId, now, sponsor: sponsorOf(row),
      mailUniversity: domains.get(domainOf(row.email)) ?? null,
      before: said === undefined ? null : checkPerson(said, context).row,
    })
    const problems = allProblems(raw, [...found, ...placed.problems])
    if (placed.outcome === 'refused' || problems.length > 0) return refused(problems, person?.id ?? null)
    const { deed } = placed
    const id = person?.id ?? randomUUID()
    return {
      row: raw.row, outcome: placed.outcome, subjectId: person?.id ?? id, changes: placed.changes,
      problems: placed.outcome === 'same' ? [] : warnings(row, raw.row),
      deed: deed && { ...deed, id, stayIdOrNew: deed.stayId ?? randomUUID() },
    }
  })
}

const domainOf = (email: string) => email.slice(email.lastIndexOf('@') + 1)

export const people = workOf<PeopleDeed>({
  lock: async (tx, _held, rows) => {
    const emails = rows.flatMap(({ key }) => key ?? [])
    await tx.$queryRaw`SELECT 1 FROM person WHERE email = ANY (${emails}::text[]) ORDER BY id FOR NO KEY UPDATE`
    // Sponsorships that close a circle need not share a person, so all of them wait for each other.
    if (rows.some(({ values }) => values.sponsor !== undefined)) await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext('affiliation.sponsor'))::text`
  },
  judge: judgePeople,
  write: writePeople,
  finish: finishSponsors,
  subject: { kind: 'person', action: 'person.imported' },
})
