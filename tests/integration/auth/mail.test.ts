import type { AddressInfo } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, it } from 'vitest'

const received: { to: string[]; mail: Email }[] = []
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData(stream, session, done) {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('end', () => {
      void PostalMime.parse(Buffer.concat(chunks)).then((mail) => {
        received.push({ to: session.envelope.rcptTo.map(({ address }) => address), mail })
        done()
      }, done)
    })
  },
})

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  process.env.SMTP_URL = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`
  process.env.MAIL_FROM = 'Booking <no-reply@booking.test>'
  // Vite writes its own meaning of this name into the environment.
  process.env.BASE_URL = 'https://booking.test/'
  process.env.DEMO = '0'
})
afterAll(() => new Promise<void>((resolve) => server.close(resolve)))

it('a real mail server gets both forms, and links that a forged Host cannot bend', async () => {
  const { requestReset } = await import('~/features/auth/request-reset.server')
  const { db } = await import('~/platform/db.server')
  const { runJobs } = await import('#tests/setup/jobs')
  await db.person.create({ data: { email: 'reader@a.example', status: 'active' } })
  await requestReset('reader@a.example', { origin: 'http://evil.example', now: new Date() })
  await runJobs()
  const [{ to, mail } = { to: [], mail: undefined }] = received
  expect(received).toHaveLength(1)
  expect(to).toEqual(['reader@a.example'])
  expect(mail).toMatchObject({ subject: '重设密码', from: { address: 'no-reply@booking.test', name: 'Booking' } })
  for (const body of [mail?.html, mail?.text]) {
    expect(body).toMatch(/https:\/\/booking\.test\/reset-password\/[\w-]{43}/)
    expect(body).not.toContain('evil')
  }
  expect(await db.mailboxMessage.count()).toBe(0)
})

it('outside the demo there is no mailbox and no list of accounts', async () => {
  const { getMailboxLetter, listMailbox } = await import('~/features/notifications/queries.server')
  const { demoAccounts } = await import('~/features/auth/queries.server')
  const { db } = await import('~/platform/db.server')
  const letter = { to: 'reader@a.example', subject: 's', html: 'h', text: 't' }
  const { id } = await db.mailboxMessage.create({ data: letter })
  expect(await listMailbox(1, '')).toBeNull()
  expect(await getMailboxLetter(id.toString())).toBeNull()
  expect(await demoAccounts()).toBeNull()
})
