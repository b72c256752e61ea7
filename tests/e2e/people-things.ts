import { randomInt, randomUUID } from 'node:crypto'
import { expect } from '@playwright/test'
import { uuidOf } from '../../prisma/seed-parts/random'
import type { Account } from './demo'
import { type Answer, send, sessionOf } from './http-session'
import { fileForm } from './imports'

/** Things of people and rights that tests ask about, made by what the pages post; one of each for a worker. */

const RESOURCE = 'cqu-coal-i04'
const LAB = 'cqu-coal'
const PATIENCE_MS = 60_000

const makers = {
  /** A colleague of the coordinator. */
  colleague: async () => uuidOf('person:researcher@cqu.example'),
  /** A training that the manager offers, at a time when no other worker's does: its trainer is in one place only. */
  session: async () => {
    const day = new Date(Date.UTC(2027, 0, 1 + randomInt(360))).toISOString().slice(0, 10)
    const hour = randomInt(10, 18)
    return lastPart(await posted('manager@cqu.example', '/manage/training?index', {
      key: randomUUID(), subject: `lab:${LAB}`, kind: 'introduction', titleZh: '入室培训', day, from: `${hour}:00`, to: `${hour + 1}:00`, seats: '5',
    }))
  },
  /** The researcher's, granted by the manager. */
  qualification: async () => {
    await send(await sessionOf('manager@cqu.example'), 'POST', '/manage/training/qualifications?index', { form: { email: 'researcher@swjtu.example', subject: `resource:${RESOURCE}` } })
    return found('manager@cqu.example', '/manage/training/qualifications', /\/manage\/training\/qualifications\/([0-9a-f-]{36})/)
  },
  /** The researcher's, with its scan. */
  certificate: async () => {
    const pdf = new File(['%PDF-1.4\n%%EOF\n'], 'laser.pdf', { type: 'application/pdf' })
    await posted('researcher@swjtu.example', '/account/certificates', await fileForm(pdf, { kind: 'laser', number: `L-${randomUUID().slice(0, 8)}`, validUntil: '2028-06-30' }))
    return found('researcher@swjtu.example', '/account/certificates', /\/certificates\/([0-9a-f-]{36})\/file/)
  },
  /** The coordinator's list of people, checked: its third row is wrong. */
  intake: async () => {
    const run = randomUUID().slice(0, 8)
    const rows = [['姓名', '邮箱', '人员类别'], ['名单甲', `a-${run}@cqu.example`, '教师'], ['名单乙', 'nobody', '教师']]
    const file = new File([rows.map((cells) => cells.join(',')).join('\n')], '名单.csv', { type: 'text/csv' })
    const path = await posted('coordinator@cqu.example', '/manage/intake?index', await fileForm(file, { universityId: 'cqu', kind: 'people' }))
    const version = await found('coordinator@cqu.example', path, /name="version" value="(\d+)"/)
    await posted('coordinator@cqu.example', `${path}?index`, { intent: 'check', version, 'column-0': 'nameZh', 'column-1': 'email', 'column-2': 'kind' })
    await found('coordinator@cqu.example', path, /(value="apply")/)
    return lastPart(path)
  },
  /** The key of an enquiry, from the mail that carries it. */
  enquiry: async () => {
    const mail = `engineer-${randomUUID().slice(0, 8)}@works.example`
    const asked = await send(null, 'POST', `/resources/${RESOURCE}/enquire`, { form: { name: '来访工程师', organisation: '某厂', email: mail, question: '能否测试煤样的渗透率？' } })
    if (asked.status !== 200) throw failed('enquire', asked)
    const letter = await found(null, `/mailbox?to=${encodeURIComponent(mail)}`, /\/mailbox\/([0-9a-f-]{36}|\d+)/)
    return found(null, `/mailbox/${letter}`, /\/enquiries\/([\w-]+)/)
  },
}
export type ThingName = keyof typeof makers
export const THINGS = Object.keys(makers) as ThingName[]

const made = new Map<ThingName, Promise<string>>()

/** What stands for the thing in an address. */
export function thing(name: ThingName): Promise<string> {
  const known = made.get(name) ?? makers[name]()
  made.set(name, known)
  return known
}

const lastPart = (path: string) => path.split('?')[0]!.split('/').at(-1) ?? ''
const failed = (what: string, { status, text }: Answer) => new Error(`${what}: ${status} ${text.slice(0, 300)}`)

/** Where a form that was taken leads. */
async function posted(account: Account, path: string, sent: Record<string, string> | Awaited<ReturnType<typeof fileForm>>): Promise<string> {
  const answer = await send(await sessionOf(account), 'POST', path, 'body' in sent && typeof sent.body !== 'string' ? (sent as Awaited<ReturnType<typeof fileForm>>) : { form: sent as Record<string, string> })
  const to = answer.headers.get('Location')
  if (answer.status !== 302 || to === null) throw failed(path, answer)
  return to
}

/** What the pattern names in a page, waited for where jobs make it. */
async function found(account: Account | null, path: string, pattern: RegExp): Promise<string> {
  const asker = account === null ? null : await sessionOf(account)
  let part: string | undefined
  await expect(async () => {
    const answer = await send(asker, 'GET', path)
    part = pattern.exec(answer.text)?.[1]
    expect(part, `${path} shows ${pattern.source}`).toBeDefined()
  }).toPass({ timeout: PATIENCE_MS })
  return part!
}
