import { type Actor, can } from '~/domain/access/permission'
import { managedScope, roomsIn } from '~/features/catalogue/managed.server'
import { roomState, type RoomState } from '~/features/catalogue/rooms/state.server'
import { db } from '~/platform/db.server'
import type { Prisma } from '~/platform/generated/prisma/client'

export const KEPT_ROOM_PAGE = 50

const fields = {
  id: true, buildingZh: true, buildingEn: true, number: true, nameZh: true, nameEn: true, hazardClass: true, safetyLevel: true, retiredAt: true,
  campus: { select: { nameZh: true, nameEn: true, university: { select: { shortZh: true, abbr: true } } } },
  lab: { select: { nameZh: true, nameEn: true } },
  _count: { select: { resources: { where: { status: { not: 'retired' } } } } },
} as const satisfies Prisma.RoomSelect
export type KeptRoom = Omit<Prisma.RoomGetPayload<{ select: typeof fields }>, '_count'> & { resources: number }

/** The rooms that the actor keeps, those in use first. */
export async function listKeptRooms(actor: Actor, filters: { q: string; page: number }): Promise<{ items: KeptRoom[]; total: number }> {
  const like = { contains: filters.q, mode: 'insensitive' as const }
  const words: Prisma.RoomWhereInput[] = filters.q
    ? [{ OR: [{ number: like }, { buildingZh: like }, { buildingEn: like }, { nameZh: like }, { nameEn: like }] }]
    : []
  const where: Prisma.RoomWhereInput = { AND: [roomsIn(managedScope(actor, 'update:room')), ...words] }
  const [items, total] = await Promise.all([
    db.room.findMany({
      where,
      select: fields,
      orderBy: [{ retiredAt: { sort: 'asc', nulls: 'first' } }, { campusId: 'asc' }, { buildingZh: 'asc' }, { number: 'asc' }, { id: 'asc' }],
      take: KEPT_ROOM_PAGE,
      skip: (filters.page - 1) * KEPT_ROOM_PAGE,
    }),
    db.room.count({ where }),
  ])
  return { items: items.map(({ _count, ...row }) => ({ ...row, resources: _count.resources })), total }
}

export async function keptRoom(actor: Actor, id: string): Promise<RoomState | null> {
  const state = await roomState(id)
  return state !== null && can(actor, 'update:room', state.target) ? state : null
}
