import { type Actor, can } from '~/domain/access/permission'
import { CONTAINER_NATURES } from '~/domain/catalogue/classes'
import { type Problem, problem } from '~/domain/problem'
import type { ResourceInput } from '~/features/catalogue/resources/schema'
import type { Tx } from '~/platform/db.server'

const wrong = (field: string, rule: string): Problem => problem('field_invalid', { field, rule })

export type Judged = { problems: Problem[]; input: ResourceInput & { universityId: string } }

/**
 * What only the catalogue knows of a form: whether lab, owner, campus, room, parent, kind and tags
 * are there, belong together, and are the actor's to name. `current` is what stands now, whose
 * choices may stay although nobody could make them anew.
 */
export async function judgeReferences(tx: Tx, actor: Actor, input: ResourceInput, current: { id: string; values: ResourceInput } | null): Promise<Judged> {
  const before = current?.values
  // Neither lab nor room is retired while something is being put into it.
  await tx.$executeRaw`SELECT 1 FROM lab WHERE id = ${input.labId} FOR SHARE`
  if (input.roomId !== null) await tx.$executeRaw`SELECT 1 FROM room WHERE id = ${input.roomId} FOR SHARE`
  const lab = await tx.lab.findUnique({
    where: { id: input.labId },
    select: { hostUniversityId: true, retiredAt: true, owners: { select: { universityId: true }, orderBy: { role: 'asc' } } },
  })
  const owners = [...new Set([lab?.hostUniversityId, ...(lab?.owners ?? []).map((each) => each.universityId)].filter((each) => typeof each === 'string'))]
  const universityId = input.universityId ?? lab?.hostUniversityId ?? (owners.length === 1 ? owners[0]! : '')
  const judged = { ...input, universityId }
  const problems: Problem[] = []
  const refuseIf = (isWrong: boolean, field: string, rule: string) => {
    if (isWrong) problems.push(wrong(field, rule))
  }

  const movesLab = before?.labId !== input.labId || before.universityId !== universityId
  const mayHere = can(actor, current ? 'update:resource' : 'create:resource', { labId: input.labId, universityId: universityId || null })
  refuseIf(lab === null || !mayHere, 'labId', 'listing.rules.lab_not_yours')
  refuseIf(lab !== null && lab.retiredAt !== null && before?.labId !== input.labId, 'labId', 'listing.rules.lab_retired')
  refuseIf(lab !== null && mayHere && movesLab && !owners.includes(universityId), 'universityId', 'listing.rules.owner_of_lab')
  if (problems.length > 0) return { problems, input: judged }

  const campus = await tx.campus.findUnique({ where: { id: input.campusId }, select: { universityId: true } })
  const room = input.roomId === null ? null : await tx.room.findUnique({ where: { id: input.roomId }, select: { campusId: true, retiredAt: true } })
  const kind = await tx.resourceKind.findUnique({ where: { id: input.kindId }, select: { id: true } })
  const parent =
    input.parentId === null
      ? null
      : await tx.resource.findUnique({
          where: { id: input.parentId },
          select: { campusId: true, status: true, labId: true, universityId: true, kind: { select: { nature: true } } },
        })
  const labs = await tx.lab.count({ where: { id: { in: input.listedBy } } })
  const tags = await tx.tag.count({ where: { id: { in: input.tags } } })
  refuseIf(campus === null || (campus.universityId !== universityId && before?.campusId !== input.campusId), 'campusId', 'listing.rules.campus_elsewhere')
  if (input.roomId !== null) {
    const isGone = room !== null && room.retiredAt !== null && before?.roomId !== input.roomId
    refuseIf(room === null || isGone || room.campusId !== input.campusId, 'roomId', 'listing.rules.room_elsewhere')
  }
  refuseIf(kind === null, 'kindId', 'choice')
  if (input.parentId !== null && (before?.parentId !== input.parentId || before.campusId !== input.campusId)) {
    const fits = parent !== null && parent.status !== 'retired' && parent.campusId === input.campusId && CONTAINER_NATURES.includes(parent.kind.nature)
    refuseIf(!fits || !can(actor, 'update:resource', parent), 'parentId', 'listing.rules.parent')
    if (current && (await isInside(tx, input.parentId, current.id))) problems.push(wrong('parentId', 'listing.rules.parent_inside'))
  }
  refuseIf(labs !== input.listedBy.length || input.listedBy.includes(input.labId), 'listedBy', 'choice')
  refuseIf(tags !== input.tags.length, 'tags', 'choice')
  return { problems, input: judged }
}

/** Whether `id` is `container` itself or anything inside it. */
async function isInside(tx: Tx, id: string, container: string): Promise<boolean> {
  const rows = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM resource_tree(ARRAY[${container}]::text[]) AS id WHERE id = ${id}`
  return rows.length > 0
}
