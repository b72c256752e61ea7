import type { Actor } from '~/domain/access/permission'
import { type GroupAct, type GroupPart, type GroupState, mayInGroup } from '~/domain/people/group'
import type { Tx } from '~/platform/db.server'
import { db } from '~/platform/db.server'

export type HeldGroup = GroupState & { id: string; version: number; nameZh: string; nameEn: string; discipline: string | null; part: GroupPart }

/** A group with what the person is in it now; null: no such group. */
export async function heldGroup(id: string, personId: string, now: Date, client: Tx | typeof db = db): Promise<HeldGroup | null> {
  const row = await client.researchGroup.findUnique({
    where: { id: id.replaceAll('\0', '') },
    select: {
      id: true, version: true, universityId: true, leaderId: true, confirmedAt: true, closedAt: true,
      nameZh: true, nameEn: true, discipline: true,
      members: { where: { personId, ...running(now) }, select: { role: true } },
    },
  })
  if (row === null) return null
  const { members, ...group } = row
  return { ...group, part: group.leaderId === personId ? 'leader' : (members[0]?.role ?? null) }
}

/** The group under its lock, if the actor may do it; every change of a group and its people waits here. */
export async function lockedGroup(tx: Tx, actor: Actor, id: string, act: GroupAct | null, now: Date): Promise<HeldGroup | null> {
  await tx.$executeRaw`SELECT 1 FROM research_group WHERE id = ${id} FOR NO KEY UPDATE`
  const group = await heldGroup(id, actor.personId, now, tx)
  return group !== null && (act === null || mayInGroup(actor, group, group.part, act)) ? group : null
}

export const running = (now: Date) => ({ startsAt: { lte: now }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] })

/** Makes somebody a member from now on, or again one, in the role given. */
export async function enrol(tx: Tx, groupId: string, personId: string, role: 'member' | 'supervisor', now: Date): Promise<void> {
  await tx.groupMember.upsert({
    where: { groupId_personId: { groupId, personId } },
    create: { groupId, personId, role, startsAt: now },
    update: { role, startsAt: now, endsAt: null },
    select: { groupId: true },
  })
}
