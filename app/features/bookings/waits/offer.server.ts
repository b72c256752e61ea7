import { judge } from '~/domain/booking/verdict'
import { offerDeadline } from '~/domain/booking/waiting'
import { questionOf } from '~/features/bookings/create.server'
import { lockCarriedFacts } from '~/features/bookings/project-facts.server'
import { withQuotaLocks } from '~/features/bookings/quota-facts.server'
import { heldWait, wishOfWait } from '~/features/bookings/waits/facts.server'
import type { FreedTime } from '~/features/bookings/waits/schema'
import { holdOffer, moveWait } from '~/features/bookings/waits/write.server'
import { orderMail } from '~/features/jobs/order-mail.server'
import { db, isOverlap, transaction } from '~/platform/db.server'

/**
 * Offers freed time to those who wait for it, who had to give way to a fault first, then first come first: each
 * for whom everything fits now gets it held until a deadline. Who cannot use it now keeps the place in the line. Gives how many offers were made.
 */
export async function offerFreed(freed: FreedTime, now: Date): Promise<number> {
  const line = await db.wait.findMany({
    where: { OR: [{ resourceId: freed.resourceId }, { also: { has: freed.resourceId } }], status: 'waiting', startsAt: { gt: now, lt: freed.end }, endsAt: { gt: freed.start } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true, displacedId: true },
  })
  // Who had to give way to a fault goes before everybody else.
  const first = line.filter(({ displacedId }) => displacedId !== null)
  const rest = line.filter(({ displacedId }) => displacedId === null)
  let offers = 0
  for (const { id } of [...first, ...rest]) if (await offerTo(id, now)) offers += 1
  return offers
}

/** Offers what is waited for, if all of it fits now. */
export async function offerTo(waitId: string, now: Date): Promise<boolean> {
  const seen = await heldWait(waitId, now)
  if (seen?.status !== 'waiting') return false
  const wish = wishOfWait(seen.personId, seen.input)
  try {
    return await withQuotaLocks((quotaKeys) => transaction(async (tx) => {
      const facts = await lockCarriedFacts(tx, {
        ...questionOf(wish, now), projectId: wish.projectId, personIds: [seen.personId], bookingIds: [], quotaKeys,
      })
      const wait = await heldWait(waitId, now, tx)
      if (wait?.status !== 'waiting' || wait.personId !== seen.personId) return false
      const verdict = judge(facts, wish, now)
      const notice = Math.max(0, ...verdict.items.map(({ policy }) => policy.minNoticeMinutes))
      const until = offerDeadline(wait.startsAt, notice, now)
      if (!verdict.ok || until === null) return false
      if (!(await moveWait(tx, wait, { status: 'offered', offeredAt: now, offerExpiresAt: until }, { actorId: null, now }))) return false
      await holdOffer(tx, wait.id, verdict, until)
      await orderMail(tx, { key: `wait-offered:${wait.id}:${wait.version}`, kind: 'wait-offered', personId: wait.personId, subjectId: wait.id })
      return true
    }))
  } catch (error) {
    // Somebody was faster; the next time that it becomes free is told again.
    if (isOverlap(error)) return false
    throw error
  }
}
