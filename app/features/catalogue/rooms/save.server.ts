import { type Actor, can } from '~/domain/access/permission'
import { changesBetween } from '~/domain/catalogue/changes'
import { done, type Outcome, type Problem, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { newId } from '~/features/catalogue/resources/create.server'
import type { RoomInput } from '~/features/catalogue/rooms/schema'
import { roomState } from '~/features/catalogue/rooms/state.server'
import { transaction, type Tx } from '~/platform/db.server'

const wrong = (field: string, rule: string): Problem => problem('field_invalid', { field, rule })

/** A new room (known by its form's key) or what the form says of one that is there. */
export type RoomSaved = { key: string } | { id: string; version: number }

export async function saveRoom(actor: Actor, which: RoomSaved, input: RoomInput): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const id = 'key' in which ? newId('room', actor, which.key) : which.id
    await tx.$executeRaw`SELECT 1 FROM room WHERE id = ${id} FOR NO KEY UPDATE`
    const current = await roomState(id, tx)
    if ('key' in which) {
      if (current !== null) return done({ id })
    } else {
      if (current === null || !can(actor, 'update:room', current.target)) return refused(problem('not_allowed', {}))
      if (current.version !== which.version) return refused(problem('version_conflict', { current: current.version }))
    }
    const { problems, universityId } = await judgeRoom(tx, actor, input, current?.id ?? null)
    if (problems.length > 0) return { ok: false, problems }
    const changes = changesBetween(current?.values ?? {}, input)
    if (Object.keys(changes).length === 0) return done({ id })
    const columns = { ...input, reassessOn: input.reassessOn === null ? null : new Date(`${input.reassessOn}T00:00:00Z`) }
    if (current === null) await tx.room.create({ data: { ...columns, id }, select: { id: true } })
    else await tx.room.update({ where: { id }, data: { ...columns, version: { increment: 1 } }, select: { id: true } })
    await record(tx, {
      actorId: actor.personId,
      action: current === null ? 'room.created' : 'room.updated',
      subjectKind: 'room',
      subjectId: id,
      universityId,
      data: { changes },
    })
    return done({ id })
  })
}

async function judgeRoom(tx: Tx, actor: Actor, input: RoomInput, id: string | null): Promise<{ problems: Problem[]; universityId: string | null }> {
  const campus = await tx.campus.findUnique({ where: { id: input.campusId }, select: { universityId: true } })
  const lab =
    input.labId === null
      ? null
      : await tx.lab.findUnique({ where: { id: input.labId }, select: { hostUniversityId: true, owners: { select: { universityId: true } } } })
  const twin = await tx.room.count({
    where: { campusId: input.campusId, buildingZh: input.buildingZh, number: input.number, retiredAt: null, ...(id !== null && { id: { not: id } }) },
  })
  const stranded = id === null ? 0 : await tx.resource.count({ where: { roomId: id, status: { not: 'retired' }, campusId: { not: input.campusId } } })
  const universityId = campus?.universityId ?? null
  const problems: Problem[] = []
  if (campus === null) return { problems: [wrong('campusId', 'choice')], universityId }
  if (!can(actor, 'update:room', { labId: input.labId, universityId })) problems.push(wrong(input.labId === null ? 'campusId' : 'labId', 'listing.rules.room_not_yours'))
  const owners = [lab?.hostUniversityId, ...(lab?.owners ?? []).map((each) => each.universityId)]
  if (input.labId !== null && (lab === null || !owners.includes(campus.universityId))) problems.push(wrong('labId', 'listing.rules.lab_elsewhere'))
  if (twin > 0) problems.push(wrong('number', 'listing.rules.room_twice'))
  if (stranded > 0) problems.push(wrong('campusId', 'listing.rules.room_in_use'))
  return { problems, universityId }
}
