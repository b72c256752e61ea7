import type { Actor } from '~/domain/access/permission'
import { type Changes, changesBetween } from '~/domain/catalogue/changes'
import { canMoveTo, type ResourceStatus } from '~/domain/catalogue/classes'
import { type Problem, problem } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { refreshSearch } from '~/features/catalogue/refresh-search.server'
import { bookingsAhead, fitIntoUnits, holdsOfContainers } from '~/features/catalogue/resources/holds.server'
import { judgeReferences } from '~/features/catalogue/resources/judge.server'
import type { ResourceInput } from '~/features/catalogue/resources/schema'
import { resourceColumns, type ResourceState } from '~/features/catalogue/resources/state.server'
import type { Tx } from '~/platform/db.server'

export type Applied = { problems: Problem[] } | { changes: Changes }

const inTheWay = (holds: Awaited<ReturnType<typeof bookingsAhead>>): Problem[] =>
  holds.length === 0 ? [] : [problem('holds_in_the_way', { holds })]

/**
 * Gives a locked resource its new values and status, if they belong together and nothing is booked
 * against them, with its history. May throw a unique violation: the asset number is another's.
 */
export async function applyChanges(
  tx: Tx,
  actor: Actor,
  current: ResourceState,
  next: { values: ResourceInput; status?: ResourceStatus },
  now: Date,
): Promise<Applied> {
  const judged = await judgeReferences(tx, actor, next.values, current)
  if (judged.problems.length > 0) return { problems: judged.problems }
  const { input } = judged
  const changes = changesBetween(current.values, input)
  const status = next.status ?? current.status
  if (status !== current.status) {
    const problems = await judgeStatus(tx, current, status, now)
    if (problems.length > 0) return { problems }
    changes['status'] = { from: current.status, to: status }
  }
  if (Object.keys(changes).length === 0) return { changes }
  const problems = await judgeOccupancy(tx, current, input, now)
  if (problems.length > 0) return { problems }

  const { id } = current
  await tx.resource.update({ where: { id }, data: { ...resourceColumns(input), status, version: { increment: 1 } }, select: { id: true } })
  if ('tags' in changes) {
    await tx.resourceTag.deleteMany({ where: { resourceId: id } })
    await tx.resourceTag.createMany({ data: input.tags.map((tagId) => ({ resourceId: id, tagId })) })
  }
  if ('listedBy' in changes) {
    await tx.labResource.deleteMany({ where: { resourceId: id } })
    await tx.labResource.createMany({ data: input.listedBy.map((labId) => ({ resourceId: id, labId })) })
  }
  await refreshSearch(tx, { id })
  await record(tx, {
    actorId: actor.personId,
    action: status === current.status ? 'resource.updated' : `resource.${status === 'retired' ? 'retired' : current.status === 'draft' ? 'published' : 'restored'}`,
    subjectKind: 'resource',
    subjectId: id,
    universityId: input.universityId,
    data: { changes },
  })
  return { changes }
}

async function judgeStatus(tx: Tx, current: ResourceState, to: ResourceStatus, now: Date): Promise<Problem[]> {
  if (!canMoveTo(current.status, to)) return [problem('status_forbids', { status: current.status })]
  if (to === 'retired') return inTheWay(await bookingsAhead(tx, current.id, now))
  const lab = await tx.lab.findUnique({ where: { id: current.values.labId }, select: { retiredAt: true } })
  return lab?.retiredAt ? [problem('field_invalid', { field: 'labId', rule: 'listing.rules.lab_retired' })] : []
}

async function judgeOccupancy(tx: Tx, { id, values }: ResourceState, input: ResourceInput, now: Date): Promise<Problem[]> {
  const containers = [values.parentId, input.parentId].filter((each) => each !== null)
  if (values.parentId !== input.parentId || (input.capacity > values.capacity && containers.length > 0)) {
    const problems = inTheWay(await holdsOfContainers(tx, containers, now))
    if (problems.length > 0) return problems
  }
  return input.capacity < values.capacity ? inTheWay(await fitIntoUnits(tx, id, input.capacity, now)) : []
}
