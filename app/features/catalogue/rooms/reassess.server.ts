import { type Actor, can } from '~/domain/access/permission'
import { changesBetween } from '~/domain/catalogue/changes'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { plainDateOf } from '~/domain/time/zone'
import { record } from '~/features/audit/record.server'
import type { ReassessInput } from '~/features/catalogue/rooms/schema'
import { roomState } from '~/features/catalogue/rooms/state.server'
import { transaction } from '~/platform/db.server'

/** Says what came of assessing a room anew, and when it is due next; who keeps the room, or its university's safety. */
export async function reassessRoom(actor: Actor, { id, version, ...input }: ReassessInput, now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    await tx.$executeRaw`SELECT 1 FROM room WHERE id = ${id} FOR NO KEY UPDATE`
    const room = await roomState(id, tx)
    const may = room !== null && !room.isRetired && (can(actor, 'manage:admission', room.target) || can(actor, 'update:room', room.target))
    if (room === null || !may) return refused(problem('not_allowed', {}))
    const changes = changesBetween(room.values, input)
    if (Object.keys(changes).length === 0) return done({ id })
    if (room.version !== version) return refused(problem('version_conflict', { current: room.version }))
    if (input.reassessOn <= plainDateOf(now, 'Asia/Shanghai')) return refused(problem('field_invalid', { field: 'reassessOn', rule: 'too_early' }))
    await tx.room.update({
      where: { id, version },
      data: { ...input, reassessOn: new Date(`${input.reassessOn}T00:00:00Z`), version: { increment: 1 } },
      select: { id: true },
    })
    await record(tx, { actorId: actor.personId, action: 'room.reassessed', subjectKind: 'room', subjectId: id, universityId: room.target.universityId, data: { changes } })
    return done({ id })
  })
}
