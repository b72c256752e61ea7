import { type Actor, can } from '~/domain/access/permission'
import { changesBetween } from '~/domain/catalogue/changes'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { ownersOf } from '~/features/catalogue/labs/create.server'
import { judgeLab } from '~/features/catalogue/labs/judge.server'
import { LAB_STANDING, type LabInput, type LabOwnInput } from '~/features/catalogue/labs/schema'
import { labColumns, labState, labTarget } from '~/features/catalogue/labs/state.server'
import { refreshSearch } from '~/features/catalogue/refresh-search.server'
import { transaction, type Tx } from '~/platform/db.server'

/** Takes the lab's row, so that two editors come one after the other. */
export async function lockLab(tx: Tx, id: string): Promise<void> {
  await tx.$executeRaw`SELECT 1 FROM lab WHERE id = ${id} FOR NO KEY UPDATE`
}

/**
 * Writes what the form says. Level, host and owners are changed only by who may add labs there;
 * without them in the input they stay.
 */
export async function updateLab(
  actor: Actor,
  id: string,
  version: number,
  wanted: LabInput | LabOwnInput,
): Promise<Outcome<{ version: number; changed: string[] }>> {
  return transaction(async (tx): Promise<Outcome<{ version: number; changed: string[] }>> => {
    await lockLab(tx, id)
    const current = await labState(id, tx)
    if (current === null || !can(actor, 'update:lab', current.target)) return refused(problem('not_allowed', {}))
    if (current.version !== version) return refused(problem('version_conflict', { current: current.version }))
    const input: LabInput = { ...current.values, ...wanted }
    if (input.owners.length === 0) input.owners = ownersOf(input).map((each) => `${each.role}:${each.universityId}`)
    const changes = changesBetween(current.values, input)
    const changed = Object.keys(changes)
    if (changed.length === 0) return done({ version, changed })

    const standing = LAB_STANDING.find((field) => changed.includes(field))
    if (standing !== undefined && !(can(actor, 'create:lab', current.target) && can(actor, 'create:lab', labTarget(id, input)))) {
      return refused(problem('field_invalid', { field: standing, rule: 'listing.rules.coordinator_only' }))
    }
    const problems = await judgeLab(tx, input, current.values)
    if (problems.length > 0) return { ok: false, problems }
    const gone = await ownersInUse(tx, id, input)
    if (gone.length > 0) return refused(problem('entries_in_the_way', { entries: gone }))

    await tx.lab.update({ where: { id }, data: { ...labColumns(input), version: { increment: 1 } }, select: { id: true } })
    if ('owners' in changes) {
      await tx.labOwner.deleteMany({ where: { labId: id } })
      await tx.labOwner.createMany({ data: ownersOf(input).map((owner) => ({ ...owner, labId: id })) })
    }
    if ('tags' in changes) {
      await tx.labTag.deleteMany({ where: { labId: id } })
      await tx.labTag.createMany({ data: input.tags.map((tagId) => ({ labId: id, tagId })) })
    }
    await refreshSearch(tx, { OR: [{ labId: id }, { listedBy: { some: { labId: id } } }] })
    await record(tx, {
      actorId: actor.personId,
      action: 'lab.updated',
      subjectKind: 'lab',
      subjectId: id,
      universityId: input.hostUniversityId,
      data: { changes },
    })
    return done({ version: version + 1, changed })
  })
}

/** Resources of the lab that a university owns which would no longer be among the lab's own. */
async function ownersInUse(tx: Tx, labId: string, input: LabInput) {
  const universityIds = [...ownersOf(input).map((each) => each.universityId), ...(input.hostUniversityId === null ? [] : [input.hostUniversityId])]
  const rows = await tx.resource.findMany({
    where: { labId, status: { not: 'retired' }, universityId: { notIn: universityIds } },
    select: { id: true, nameZh: true, nameEn: true },
    orderBy: [{ sortKey: 'asc' }, { id: 'asc' }],
    take: 100,
  })
  return rows.map(({ id, nameZh, nameEn }) => ({ id, zh: nameZh, en: nameEn }))
}
