import { beforeAll, expect, it, vi } from 'vitest'
import type { Actor } from '~/domain/access/permission'

vi.hoisted(() => {
  process.env.DEMO = '1'
  process.env.SMTP_URL = ''
  process.env.BASE_URL = ''
})
const { coordinatorOf, makeWorld, NOW } = await import('#tests/factories/world')
const { runJobs } = await import('#tests/setup/jobs')
const { resetPassword } = await import('~/features/auth/reset-password.server')
const { hashPassword } = await import('~/features/auth/verify-password.server')
const { applyIntake } = await import('~/features/people/intake/apply.server')
const { INVITED_A_MINUTE, inviteNext } = await import('~/features/people/intake/invite.server')
const { erasePerson } = await import('~/features/people/privacy/erase.server')
const { db } = await import('~/platform/db.server')
const { checked, csv, held, rowsOf, run } = await import('./world')
const { installQueue } = await import('../inventory/world')

let coordinator: Actor
beforeAll(async () => {
  await makeWorld()
  await installQueue()
  await db.mailDomain.create({ data: { domain: 'a.example', universityId: 'a' } })
  coordinator = await coordinatorOf('a')
})

const file = (name: string, people: number) =>
  csv([['姓名', '电子邮箱', '人员类别', '学院', '导师邮箱'], ...Array.from({ length: people }, (_, at) => [`人${name}${at}`, `${name}${at}@a.example`, '教师', '机械学院', at === 1 ? `${name}0@a.example` : ''])])
async function appliedWith(name: string, people: number, invites: boolean): Promise<string> {
  const id = await checked(coordinator, 'people', file(name, people))
  expect((await applyIntake(coordinator, id, (await held(id)).version, { invites })).ok).toBe(true)
  await run('intake-apply', id)
  return id
}
const letters = (name: string) => db.mailboxMessage.findMany({ where: { to: { startsWith: name } } })
const invitations = (id: string) => db.$queryRaw<{ key: string }[]>`SELECT key FROM graphile_worker.jobs WHERE key LIKE ${`mail:invited:${id}:%`}`

it('new people are invited where that is wished, so many a minute, and once', async () => {
  const quiet = await appliedWith('quiet', 2, false)
  await runJobs(NOW)
  expect([await letters('quiet'), await invitations(quiet)]).toEqual([[], []])
  const id = await appliedWith('many', INVITED_A_MINUTE + 3, true)
  await inviteNext(id, 0, NOW)
  await inviteNext(id, 0, NOW)
  expect(await invitations(id)).toHaveLength(INVITED_A_MINUTE)
  const [next] = await db.$queryRaw<{ runAt: Date }[]>`SELECT run_at AS "runAt" FROM graphile_worker.jobs WHERE key = ${`intake-invite:${id}`}`
  expect(next?.runAt).toEqual(new Date(NOW.getTime() + 60_000))
  await inviteNext(id, INVITED_A_MINUTE + 1, NOW)
  expect(await invitations(id)).toHaveLength(INVITED_A_MINUTE + 3)
  await runJobs(NOW)
  await inviteNext(id, 0, NOW)
  await runJobs(NOW)
  expect(await letters('many')).toHaveLength(INVITED_A_MINUTE + 3)
})

it('the link sets a password and proves the address; who has a password gets no invitation', async () => {
  const id = await appliedWith('link', 2, true)
  await db.person.update({ where: { email: 'link1@a.example' }, data: { passwordHash: await hashPassword('a quiet long phrase') } })
  await runJobs(NOW)
  const mails = await letters('link')
  expect(mails.map(({ to }) => to)).toEqual(['link0@a.example'])
  const secret = /reset-password\/([\w-]+)/.exec(mails[0]?.text ?? '')?.[1] ?? ''
  const later = new Date(NOW.getTime() + 13 * 86_400_000)
  expect((await resetPassword(secret, 'another quiet phrase', later)).ok).toBe(true)
  expect(await db.person.findUniqueOrThrow({ where: { email: 'link0@a.example' } })).toMatchObject({ status: 'active', emailVerifiedAt: later })
  expect((await held(id)).progress.invites).toBe(true)
})

it('an erasure reaches what the file said of the person, as a row and as somebody’s sponsor', async () => {
  const id = await appliedWith('gone', 3, false)
  const { id: personId, email } = await db.person.update({ where: { email: 'gone0@a.example' }, data: { passwordHash: await hashPassword('a quiet long phrase') } })
  const actor: Actor = { personId, email, homeUniversityId: 'a', homeKind: 'teacher', grants: [] }
  expect((await erasePerson(actor, { current: 'a quiet long phrase' }, NOW)).ok).toBe(true)
  const rows = await rowsOf(id)
  expect(JSON.stringify(rows)).not.toContain(email)
  expect(rows.map((each) => Object.keys(each.values as object).length > 0)).toEqual([false, true, true])
  const { fileId } = await db.intake.findUniqueOrThrow({ where: { id } })
  expect(await db.storedFile.findUniqueOrThrow({ where: { id: fileId }, select: { sizeBytes: true } })).toEqual({ sizeBytes: 0 })
})
