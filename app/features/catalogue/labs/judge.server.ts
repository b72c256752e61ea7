import { type Problem, problem } from '~/domain/problem'
import type { LabInput } from '~/features/catalogue/labs/schema'
import { ownerRows } from '~/features/catalogue/labs/state.server'
import type { Tx } from '~/platform/db.server'

const wrong = (field: string, rule: string): Problem => problem('field_invalid', { field, rule })

/** Whether universities, campus and tags of a lab's form are there and belong together. */
export async function judgeLab(tx: Tx, input: LabInput, before: LabInput | null): Promise<Problem[]> {
  const owners = ownerRows(input.owners).map((each) => each.universityId)
  const universityIds = [...new Set([...owners, ...(input.hostUniversityId === null ? [] : [input.hostUniversityId])])]
  const universities = await tx.university.count({ where: { id: { in: universityIds } } })
  const campus = input.campusId === null ? null : await tx.campus.findUnique({ where: { id: input.campusId }, select: { universityId: true } })
  const tags = await tx.tag.count({ where: { id: { in: input.tags } } })
  const problems: Problem[] = []
  if (universities !== universityIds.length || new Set(owners).size !== owners.length) problems.push(wrong('owners', 'choice'))
  const leads = input.owners.filter((each) => each.startsWith('lead:'))
  const ledBefore = (before?.owners ?? []).filter((each) => each.startsWith('lead:'))
  // Some joint labs were founded with two leads; a new list names one.
  if (leads.length > 1 && !leads.every((each) => ledBefore.includes(each))) problems.push(wrong('owners', 'listing.rules.one_lead'))
  if (owners.length > 0 && input.hostUniversityId !== null && !owners.includes(input.hostUniversityId)) {
    problems.push(wrong('owners', 'listing.rules.host_is_owner'))
  }
  if (input.campusId !== null && (campus === null || !universityIds.includes(campus.universityId))) {
    problems.push(wrong('campusId', 'listing.rules.campus_elsewhere'))
  }
  if (tags !== input.tags.length) problems.push(wrong('tags', 'choice'))
  return problems
}
