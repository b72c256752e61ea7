import { type Actor, can } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { roomState } from '~/features/catalogue/rooms/state.server'
import { transaction } from '~/platform/db.server'

/** Takes a room out of use, or brings it back; while a resource in service stands in it, it stays. */
export async function changeRoomStatus(actor: Actor, id: string, version: number, to: 'retired' | 'active', now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    await tx.$executeRaw`SELECT 1 FROM room WHERE id = ${id} FOR NO KEY UPDATE`
    const room = await roomState(id, tx)
    if (room === null || !can(actor, 'update:room', room.target)) return refused(problem('not_allowed', {}))
    if (room.isRetired === (to === 'retired')) return done({ id })
    if (room.version !== version) return refused(problem('version_conflict', { current: room.version }))
    if (to === 'retired') {
      const rows = await tx.resource.findMany({
        where: { roomId: id, status: { not: 'retired' } },
        select: { id: true, nameZh: true, nameEn: true },
        orderBy: [{ sortKey: 'asc' }, { id: 'asc' }],
        take: 100,
      })
      const entries = rows.map((each) => ({ id: each.id, zh: each.nameZh, en: each.nameEn }))
      if (entries.length > 0) return refused(problem('entries_in_the_way', { entries }))
    }
    await tx.room.update({ where: { id }, data: { retiredAt: to === 'retired' ? now : null, version: { increment: 1 } }, select: { id: true } })
    await record(tx, {
      actorId: actor.personId,
      action: to === 'retired' ? 'room.retired' : 'room.restored',
      subjectKind: 'room',
      subjectId: id,
      universityId: room.target.universityId,
      data: { changes: { status: { from: room.isRetired ? 'retired' : 'active', to } } },
    })
    return done({ id })
  })
}
