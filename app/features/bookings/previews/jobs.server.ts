import { refusedFor } from '~/features/bookings/previews/rights.server'
import { orderMail } from '~/features/jobs/order-mail.server'
import { refusedBookingsSchema } from '~/features/jobs/schema'
import { transaction } from '~/platform/db.server'
import type { Tasks } from '~/platform/jobs.server'

export const tasks: Tasks = {
  'tell-of-refused-bookings': async (payload, { now }) => {
    const { key, personId, actorId } = refusedBookingsSchema.parse(payload)
    await tellOfRefused({ key, personId, actorId }, now)
  },
}

/**
 * Tells each lab where a person's bookings to come have lost their footing: its managers, or those of
 * its university; not who took the right. The bookings stay until somebody decides.
 */
export async function tellOfRefused({ key, personId, actorId }: { key: string; personId: string; actorId: string }, now: Date): Promise<void> {
  const labs = new Map((await refusedFor(personId, now)).map((each) => [each.labId, each.universityId]))
  for (const [labId, universityId] of labs) {
    await transaction(async (tx) => {
      const managers = await tx.roleGrant.findMany({
        where: {
          role: 'lab_manager', personId: { notIn: [actorId, personId] }, startsAt: { lte: now }, person: { status: 'active' },
          AND: [{ OR: [{ endsAt: null }, { endsAt: { gt: now } }] }, { OR: [{ labId }, { scopeKind: 'university', universityId }] }],
        },
        select: { personId: true },
        distinct: ['personId'],
      })
      for (const manager of managers) {
        await orderMail(tx, { key: `bookings-refused:${key}:${labId}:${manager.personId}`, kind: 'bookings-refused', personId: manager.personId, rightId: personId, labId })
      }
    })
  }
}
