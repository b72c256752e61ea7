import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import { orderEventSchema, orderMailSchema } from '~/features/jobs/schema'
import { announceOrder } from '~/features/notifications/announce-order.server'
import { composeOrderMail } from '~/features/notifications/compose-order.server'
import { acceptOrder } from '~/features/usage/orders/accept.server'
import { declineOrder } from '~/features/usage/orders/decline.server'
import { withdrawOrder } from '~/features/usage/orders/withdraw.server'
import { db } from '~/platform/db.server'
import { makePerson, makeWorld, managerOf, NOW } from '#tests/factories/world'
import { asked, machine } from './order-world'

let manager: Actor
let other: Actor
let applicant: Actor
beforeAll(async () => {
  await makeWorld()
  manager = await managerOf('a')
  other = await managerOf('a')
  applicant = await makePerson('b')
})

/** Runs the words that commands left about an order, and gives what was ordered to be written: kind and reader. */
async function letters(orderId: string): Promise<[string, string][]> {
  const jobs = await db.$queryRaw<{ payload: unknown }[]>`
    SELECT payload FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
     WHERE t.identifier = 'order-event' AND payload ->> 'orderId' = ${orderId} ORDER BY j.id`
  for (const { payload } of [...jobs, ...jobs]) await announceOrder(orderEventSchema.parse(payload), NOW)
  const mails = await db.$queryRaw<{ payload: unknown }[]>`
    SELECT payload FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
     WHERE t.identifier = 'mail' AND payload ->> 'orderId' = ${orderId} ORDER BY j.id`
  return mails.map(({ payload }) => { const { kind, personId } = orderMailSchema.parse(payload); return [kind, personId] })
}

describe('the mail of an order', () => {
  it('goes to the applicant and to whoever may decide, once each, and to nobody about what they did themselves', async () => {
    const id = await asked(applicant, await machine())
    expect((await letters(id)).toSorted()).toEqual([['order-asked', applicant.personId], ['order-waiting', manager.personId], ['order-waiting', other.personId]].toSorted())
    await acceptOrder(manager, id, { minutes: 60 }, NOW)
    await withdrawOrder(applicant, id, {}, NOW)
    const all = await letters(id)
    expect(all.filter(([kind]) => kind === 'order-accepted')).toEqual([['order-accepted', applicant.personId]])
    expect(all.filter(([kind]) => kind === 'order-withdrawn').map(([, to]) => to).toSorted()).toEqual([manager.personId, other.personId].toSorted())
  })

  it('says the price, the reason and what to do, in the reader’s language; a question that is answered is not sent', async () => {
    const id = await asked(applicant, await machine())
    const mail = (kind: 'order-accepted' | 'order-waiting' | 'order-declined', locale: 'en' | 'zh-CN') => composeOrderMail({ key: 'k', kind, personId: applicant.personId, orderId: id, reason: 'Too large' }, { locale }, NOW)
    expect((await mail('order-waiting', 'en'))?.text).toContain('8 samples')
    await acceptOrder(manager, id, { minutes: 60 }, NOW)
    expect((await mail('order-accepted', 'en'))?.subject).toContain('120')
    expect((await mail('order-accepted', 'zh-CN'))?.subject).toContain('120')
    expect(await mail('order-waiting', 'en')).toBeNull()
    await declineOrder(manager, id, { reason: 'Too large' }, NOW)
    expect((await mail('order-declined', 'en'))?.text).toContain('Too large')
    // Of the samples nothing travels by mail but how many.
    expect((await mail('order-declined', 'en'))?.html).not.toContain('Aluminium')
  })
})
