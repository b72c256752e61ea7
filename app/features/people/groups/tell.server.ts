import { randomUUID } from 'node:crypto'
import type { GroupMailOrder } from '~/features/jobs/schema'
import { orderMail } from '~/features/jobs/order-mail.server'
import type { Tx } from '~/platform/db.server'

/** Orders a mail about a group to each of the persons, in the transaction of the command. */
export async function tellOfGroup(tx: Tx, personIds: readonly string[], about: Omit<GroupMailOrder, 'key' | 'personId'>): Promise<void> {
  for (const personId of new Set(personIds)) {
    await orderMail(tx, { ...about, personId, key: `${about.kind}:${about.letterId ?? about.groupId}:${personId}:${randomUUID()}` })
  }
}

/** Who answers for the group now: its leader and supervisors. */
export async function answerableFor(tx: Tx, group: { id: string; leaderId: string }, now: Date): Promise<string[]> {
  const rows = await tx.groupMember.findMany({
    where: { groupId: group.id, role: 'supervisor', startsAt: { lte: now }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
    select: { personId: true },
  })
  return [group.leaderId, ...rows.map(({ personId }) => personId)]
}
