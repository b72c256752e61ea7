import { beforeAll, describe, expect, it } from 'vitest'
import { openPostOffice } from './post-office'

// The address is kept while the server is down.
const first = await openPostOffice()
const { port } = first
await first.close()
process.env.SMTP_URL = `smtp://127.0.0.1:${port}`
process.env.BASE_URL = 'https://booking.test'
process.env.DEMO = '0'

const { createBooking } = await import('~/features/bookings/create.server')
const { sendWaitingMail, tasks } = await import('~/features/notifications/jobs.server')
const { resendMail } = await import('~/features/notifications/resend.server')
const { db } = await import('~/platform/db.server')
const { at, booking, makePerson, makeResource, makeWorld, NOW } = await import('#tests/factories/world')
const { runJobs } = await import('#tests/setup/jobs')

beforeAll(makeWorld)

let hour = 9
let resource: string
async function bookSomething(): Promise<string> {
  resource ??= await makeResource()
  const person = await makePerson()
  const [start, end] = [at(1, hour), at(1, hour + 0.5)]
  hour += 0.5
  const outcome = await createBooking(person, booking(resource, start, end), NOW)
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems))
  return person.email
}

/** The pauses between tries are over. */
const tryAgain = () => db.$executeRaw`
  SELECT graphile_worker.reschedule_jobs((SELECT array_agg(id) FROM graphile_worker.jobs), run_at := now())`
const deliveryTo = (to: string) => db.mailDelivery.findFirstOrThrow({ where: { to } })

describe('a mail server that is down', () => {
  it('costs nothing but delay: nothing is lost, nothing comes twice', async () => {
    const people = [await bookSomething(), await bookSomething(), await bookSomething()]
    await runJobs(NOW)
    for (const to of people) {
      expect(await deliveryTo(to)).toMatchObject({ status: 'queued', attempts: 1, answer: expect.stringContaining('ECONNREFUSED') })
    }
    const office = await openPostOffice(port)
    await tryAgain()
    await runJobs(NOW)
    await tryAgain()
    await runJobs(NOW)
    expect(office.accepted.map(({ to }) => to).toSorted()).toEqual(people.toSorted())
    for (const to of people) {
      const { id, payload, ...delivery } = await deliveryTo(to)
      // Whoever runs the job once more finds that it is done.
      await tasks.mail?.(payload, { now: NOW, signal: new AbortController().signal })
      expect(office.to(to)).toHaveLength(1)
      expect(delivery).toMatchObject({ status: 'sent', attempts: 2, kind: 'booking-approved' })
      expect(office.to(to)[0]?.messageId).toBe(`<${id}@booking.test>`)
    }
    await office.close()
  })

  it('and comes back is not waited for through the long pauses', async () => {
    const to = await bookSomething()
    await runJobs(NOW)
    await db.$executeRaw`
      UPDATE graphile_worker._private_jobs SET run_at = now() + interval '5 hours', updated_at = now() - interval '1 hour'`
    const office = await openPostOffice(port)
    await tasks['send-waiting-mail']?.({}, { now: NOW, signal: new AbortController().signal })
    await runJobs(NOW)
    expect(office.to(to)).toHaveLength(1)
    await office.close()
  })
})

describe('an answer', () => {
  it('of “not now” is tried again, of “never” is not, and neither touches anybody else', async () => {
    const office = await openPostOffice(port)
    const [busy, unknown, good] = [await bookSomething(), await bookSomething(), await bookSomething()]
    office.said.refuse = (to) =>
      to === busy ? { code: 451, words: 'Greylisted' } : to === unknown ? { code: 550, words: 'No such user here' } : null
    await runJobs(NOW)
    await tryAgain()
    await runJobs(NOW)
    expect(office.accepted.map(({ to }) => to)).toEqual([good])
    expect(await deliveryTo(busy)).toMatchObject({ status: 'queued', attempts: 2, answer: expect.stringContaining('Greylisted') })
    expect(await deliveryTo(unknown)).toMatchObject({ status: 'refused', attempts: 1, answer: expect.stringContaining('No such user here') })
    office.said.refuse = () => null
    await tryAgain()
    await runJobs(NOW)
    expect(office.to(busy)).toHaveLength(1)
    expect(office.to(good)).toHaveLength(1)
    expect(office.to(unknown)).toHaveLength(0)
    await office.close()
  })

  it('of “not now” for days becomes a refusal that somebody sees', async () => {
    const office = await openPostOffice(port)
    const to = await bookSomething()
    office.said.refuse = () => ({ code: 451, words: 'Later' })
    await runJobs(NOW)
    await tryAgain()
    await runJobs(new Date(NOW.getTime() + 5 * 86_400_000))
    // By then the booking is over, but its confirmation is still the truth.
    expect(await deliveryTo(to)).toMatchObject({ status: 'refused', attempts: 2 })
    await office.close()
  })

  it('of “never” can be asked for again by those who look after mail, and by nobody else', async () => {
    const office = await openPostOffice(port)
    const to = await bookSomething()
    office.said.refuse = () => ({ code: 550, words: 'Mailbox full' })
    await runJobs(NOW)
    const { id } = await deliveryTo(to)
    office.said.refuse = () => null
    const admin = await makePerson('a', [{ role: 'admin', scopeKind: 'alliance', scopeId: null }])
    const coordinator = await makePerson('a', [{ role: 'coordinator', scopeKind: 'university', scopeId: 'a' }])
    expect((await resendMail(coordinator, id, NOW)).ok).toBe(false)
    expect((await resendMail(admin, id, NOW)).ok).toBe(true)
    expect((await resendMail(admin, id, NOW)).ok).toBe(false)
    await runJobs(NOW)
    expect(office.to(to)).toHaveLength(1)
    expect(await deliveryTo(to)).toMatchObject({ id, status: 'sent' })
    expect(await db.auditEvent.count({ where: { action: 'mail.resent', subjectId: id } })).toBe(1)
    await office.close()
  })
})

it('mail that waited for a server to be named is sent once there is one', async () => {
  const office = await openPostOffice(port)
  const to = await bookSomething()
  await runJobs(NOW)
  const { id } = await deliveryTo(to)
  // As it was left by a worker that had no SMTP_URL: written down, its job done.
  await db.mailDelivery.update({ where: { id }, data: { status: 'queued', attempts: 0, triedAt: null, sentAt: null, answer: null } })
  office.accepted.length = 0
  expect(await sendWaitingMail()).toBe(1)
  await runJobs(NOW)
  expect(office.to(to)).toHaveLength(1)
  expect(await sendWaitingMail()).toBe(0)
  await office.close()
})

