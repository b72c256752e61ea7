import { type Problem, problem } from '~/domain/problem'
import type { ProjectInput } from '~/features/people/projects/schema'
import type { ProjectValues } from '~/features/people/projects/state.server'
import type { Tx } from '~/platform/db.server'

const wrong = (field: string, rule: string): Problem => problem('field_invalid', { field, rule: `groups.rules.${rule}` })

export function valuesOf({ budgetHours, yearlyHours, ...rest }: ProjectInput): ProjectValues {
  return { ...rest, universities: rest.universities.toSorted(), partners: rest.partners.toSorted(), budgetSeconds: budgetHours, yearlySeconds: yearlyHours }
}

export function columnsOf({ payers: _payers, universities: _universities, partners: _partners, leadUniversity: _lead, startsOn, endsOn, ...rest }: ProjectValues) {
  return { ...rest, startsOn: startsOn && new Date(startsOn), endsOn: endsOn && new Date(endsOn) }
}

export async function writeParts(tx: Tx, projectId: string, { universities, partners, leadUniversity, payers }: ProjectValues): Promise<void> {
  await tx.projectPartner.createMany({
    data: [
      ...universities.map((universityId) => ({ projectId, universityId, isLead: universityId === leadUniversity })),
      ...partners.map((partnerId) => ({ projectId, partnerId })),
    ],
  })
  await tx.projectPayer.createMany({ data: payers.map((each) => ({ projectId, ...each })) })
}

/** Universities, partners and paying groups are there; a group pays once, and only when it is confirmed. */
export async function judgeReferences(tx: Tx, groupId: string, input: ProjectInput, before: ProjectValues | null): Promise<Problem[]> {
  const found: Problem[] = []
  const paying = input.payers.flatMap((each) => (each.groupId === null ? [] : [each.groupId]))
  const kept = new Set(before?.payers.map((each) => each.groupId))
  const [universities, partners, groups] = await Promise.all([
    tx.university.count({ where: { id: { in: input.universities } } }),
    tx.partner.count({ where: { id: { in: input.partners } } }),
    tx.researchGroup.findMany({ where: { id: { in: paying } }, select: { id: true, confirmedAt: true, closedAt: true } }),
  ])
  if (universities !== new Set(input.universities).size) found.push(problem('field_invalid', { field: 'universities', rule: 'choice' }))
  if (partners !== new Set(input.partners).size) found.push(problem('field_invalid', { field: 'partners', rule: 'choice' }))
  if (new Set(paying).size !== paying.length) found.push(wrong('payerGroup0', 'payer_twice'))
  const pays = (id: string) => groups.some((each) => each.id === id && (kept.has(id) || (each.closedAt === null && (each.confirmedAt !== null || id === groupId))))
  if (!paying.every(pays)) found.push(wrong('payerGroup0', 'payer_unconfirmed'))
  return found
}

/** As a change is written down: lists and payers as text. */
export function plain({ payers, ...values }: ProjectValues) {
  return { ...values, payers: payers.map((each) => `${each.groupId ?? each.label ?? ''} ${each.share}`).toSorted() }
}

