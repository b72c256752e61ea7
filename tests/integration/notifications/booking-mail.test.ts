import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'
import type { DecisionInput } from '~/features/bookings/schema'
import { readByIcalJs, readByNodeIcal } from './invitation-readers'
import { calendarsOf, openPostOffice, type Received } from './post-office'

const office = await openPostOffice()
process.env.SMTP_URL = office.url
process.env.MAIL_FROM = 'Alliance Booking <no-reply@booking.test>'
process.env.BASE_URL = 'https://booking.test'
process.env.DEMO = '0'

const { cancelBooking } = await import('~/features/bookings/cancel.server')
const { changeBooking } = await import('~/features/bookings/change.server')
const { createBooking } = await import('~/features/bookings/create.server')
const { decideBooking } = await import('~/features/bookings/decide.server')
const { settleBookings } = await import('~/features/bookings/jobs.server')
const { withdrawChange } = await import('~/features/bookings/withdraw-change.server')
const { tellOfBooking } = await import('~/features/jobs/tell-of-booking.server')
const { db, transaction } = await import('~/platform/db.server')
const { at, booking, makePerson, makeResource, makeWorld, managerOf, NOW } = await import('#tests/factories/world')
const { runJobs } = await import('#tests/setup/jobs')

beforeAll(async () => {
  await makeWorld()
  // One manager for the whole file: whoever is told, is told by role.
  manager = await managerOf('a')
})
beforeEach(async () => {
  await runJobs(NOW)
  office.accepted.length = 0
})
afterAll(() => office.close())

let manager: Actor

async function value<T>(outcome: Promise<Outcome<T>>): Promise<T> {
  const answer = await outcome
  if (!answer.ok) throw new Error(JSON.stringify(answer.problems))
  return answer.value
}

/** Runs what is due and gives what came, by address and subject. */
async function post(now: Date = NOW): Promise<Received[]> {
  office.accepted.length = 0
  await runJobs(now)
  return office.accepted.toSorted((a, b) => (`${a.to} ${a.mail.subject}` < `${b.to} ${b.mail.subject}` ? -1 : 1))
}

const subjects = (mails: readonly Received[], to: Actor) =>
  mails.filter((each) => each.to === to.email).map(({ mail }) => mail.subject)

async function reader(locale: 'zh-CN' | 'en', university: 'a' | 'b' = 'a'): Promise<Actor> {
  const actor = await makePerson(university)
  const names = { nameZh: '研究人员', nameEn: 'Researcher' }
  await db.person.update({ where: { id: actor.personId }, data: { locale, ...names } })
  return actor
}

async function place(resourceId: string) {
  await db.resource.update({
    where: { id: resourceId },
    data: {
      nameEn: 'Electron microscope', buildingZh: '一号楼', buildingEn: 'Building 1', roomNumber: '204',
      gateZh: '东门', gateEn: 'East gate', accessZh: '刷校园卡', accessEn: 'Ask for a visitor card',
    },
  })
  return resourceId
}

const invitationOf = (mail: Received | undefined) => {
  const files = mail ? calendarsOf(mail) : []
  expect(files.length).toBeGreaterThan(0)
  expect(new Set(files.map(({ text }) => text.replaceAll('\r\n', '\n').trim())).size).toBe(1)
  const read = readByIcalJs(files[0]!.text)
  expect(readByNodeIcal(files[0]!.text)).toEqual(read)
  return read
}

const wants = { policy: { approval: 'lab_manager' as const } }
const decide = (actor: Actor, id: string, decision: DecisionInput['decision'], comment?: string) =>
  value(decideBooking(actor, id, { decision, comment }, { now: NOW }))

describe('a booking that needs nobody’s word', () => {
  it('is confirmed with an invitation, in words complete in text and HTML', async () => {
    const resource = await place(await makeResource())
    const person = await reader('en')
    const { id } = await value(createBooking(person, booking(resource, at(1, 9), at(1, 11), { title: 'Rail' }), NOW))
    const mails = await post()
    expect(mails.map((each) => [each.to, each.mail.subject])).toEqual([[person.email, 'Approved: Electron microscope']])
    const [mail] = mails
    expect(mail?.mail.from).toMatchObject({ address: 'no-reply@booking.test' })
    const { code } = await db.booking.findUniqueOrThrow({ where: { id }, select: { code: true } })
    const facts = [
      'Tue 24 Nov, 09:00–11:00 (Beijing time)', 'Building 1', '204', 'East gate', 'Ask for a visitor card', 'Laboratory',
      'Rail', code, `https://booking.test/bookings/${id}`, 'Please come on time',
    ]
    for (const fact of facts) {
      expect(mail?.text).toContain(fact)
      expect(mail?.html).toContain(fact)
    }
    expect(mail?.text).not.toMatch(/\p{Script=Han}/u)
    expect(invitationOf(mail)).toEqual({
      method: 'REQUEST', uid: `${id}@alliance`, sequence: 0, start: at(1, 9).getTime(), end: at(1, 11).getTime(),
      status: 'CONFIRMED', organizer: 'mailto:no-reply@booking.test', attendees: [`mailto:${person.email}`],
    })
    expect(calendarsOf(mail!).map(({ method }) => method)).toContain('REQUEST')
  })

  it('reaches booker and attendee, each once and each in their language', async () => {
    const resource = await place(await makeResource())
    const [guest] = [await reader('en', 'b')]
    await value(createBooking(manager, booking(resource, at(1, 9), at(1, 10), { attendeeEmail: guest.email }), NOW))
    const mails = await post()
    expect(subjects(mails, manager)).toEqual(['预约已批准：仪器'])
    expect(subjects(mails, guest)).toEqual(['Approved: Electron microscope'])
    expect(mails).toHaveLength(2)
    expect(invitationOf(mails[0]).attendees).toHaveLength(2)
    await runJobs(NOW)
    expect(office.accepted).toHaveLength(2)
  })
})

describe('a booking of several resources', () => {
  it('brings an invitation for each, which speaks of one entry alone', async () => {
    const [first, second] = [await place(await makeResource()), await place(await makeResource())]
    const person = await reader('en')
    const items = [
      ...booking(first, at(1, 9), at(1, 10)).items,
      ...booking(second, at(1, 10), at(1, 12)).items,
    ]
    const { id } = await value(createBooking(person, { items }, NOW))
    const [mail, ...none] = await post()
    expect(none).toEqual([])
    expect(mail?.mail.subject).toBe('Approved: Electron microscope and 1 more')
    expect(mail?.text).toContain('09:00–10:00 (Beijing time)')
    expect(mail?.text).toContain('10:00–12:00 (Beijing time)')
    const read = calendarsOf(mail!).map(({ text }) => {
      expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(1)
      expect(readByNodeIcal(text)).toEqual(readByIcalJs(text))
      return readByIcalJs(text)
    })
    const rows = await db.bookingItem.findMany({ where: { bookingId: id }, orderBy: { position: 'asc' } })
    expect(new Set(read.map(({ uid }) => uid))).toEqual(new Set(rows.map((each) => `${id}.${each.id}@alliance`)))
    expect(new Set(read.map(({ start }) => start))).toEqual(new Set([at(1, 9).getTime(), at(1, 10).getTime()]))
  })
})

describe('a request', () => {
  it('is acknowledged, put before those who decide, and told of at every turn under one UID', async () => {
    const resource = await place(await makeResource(wants))
    const person = await reader('zh-CN')
    const other = await managerOf('b')
    const { id } = await value(createBooking(person, booking(resource, at(1, 9), at(1, 11)), NOW))
    const asked = await post()
    expect(subjects(asked, person)).toEqual(['已收到申请：仪器'])
    expect(subjects(asked, manager)).toEqual(['等待你决定：仪器'])
    expect(subjects(asked, other)).toEqual([])
    expect(asked).toHaveLength(2)
    expect(asked.every((each) => calendarsOf(each).length === 0)).toBe(true)
    const request = await db.approvalRequest.findFirstOrThrow({ where: { subjectId: id }, select: { id: true } })
    expect(asked.find((each) => each.to === manager.email)?.text).toContain(`https://booking.test/approvals/${request.id}`)

    await decide(manager, id, 'approve', '带好样品')
    const [approved, ...none] = await post()
    expect([approved?.to, approved?.mail.subject, none.length]).toEqual([person.email, '预约已批准：仪器', 0])
    expect(approved?.text).toContain('带好样品')
    expect(approved?.text).toContain('11月24日 周二 09:00–11:00（北京时间）')
    const first = invitationOf(approved)
    expect(first).toMatchObject({ method: 'REQUEST', uid: `${id}@alliance`, sequence: 0, start: at(1, 9).getTime() })

    await value(changeBooking(person, id, { startsAt: at(1, 10), endsAt: at(1, 12) }, { now: NOW }))
    const [moved] = await post()
    expect(moved?.mail.subject).toBe('预约已改期：仪器')
    expect(moved?.text).toContain('原时间：11月24日 周二 09:00–11:00（北京时间）')
    expect(moved?.text).toContain('时间：11月24日 周二 10:00–12:00（北京时间）')
    expect(invitationOf(moved)).toMatchObject({ method: 'REQUEST', uid: first.uid, sequence: 1, start: at(1, 10).getTime(), end: at(1, 12).getTime() })

    await value(cancelBooking(manager, id, { reason: '停电' }, NOW))
    const [cancelled, ...rest] = await post()
    expect([cancelled?.to, cancelled?.mail.subject, rest.length]).toEqual([person.email, '预约已取消：仪器', 0])
    expect(cancelled?.text).toContain('实验室取消了这次预约')
    expect(cancelled?.text).toContain('原因：停电')
    expect(invitationOf(cancelled)).toMatchObject({ method: 'CANCEL', uid: first.uid, sequence: 2, status: 'CANCELLED' })
  })

  it('that is declined says why', async () => {
    const resource = await place(await makeResource(wants))
    const person = await reader('en')
    const { id } = await value(createBooking(person, booking(resource, at(1, 9), at(1, 11)), NOW))
    await decide(manager, id, 'decline', 'No operator that day')
    const mails = await post()
    // The request was decided before anybody was told that it waits.
    expect(mails.map((each) => each.mail.subject)).toEqual(['Not approved: Electron microscope'])
    expect(mails[0]?.text).toContain('Reason: No operator that day')
    expect(calendarsOf(mails[0]!)).toEqual([])
  })

  it('that lapses is told of, whether it held its time or competed for it', async () => {
    for (const holdMode of ['hold', 'compete'] as const) {
      const resource = await place(await makeResource({ policy: { approval: 'lab_manager', holdMode, holdHours: 24 } }))
      const person = await reader('en')
      await value(createBooking(person, booking(resource, at(3, 9), at(3, 11)), NOW))
      await post()
      const later = new Date(NOW.getTime() + 30 * 3_600_000)
      await settleBookings(later)
      await settleBookings(later)
      const mails = await post(later)
      expect(mails.map((each) => [each.to, each.mail.subject])).toEqual([[person.email, 'Request lapsed: Electron microscope']])
    }
  })

  it('that loses to a rival learns that', async () => {
    const resource = await place(await makeResource({ policy: { approval: 'lab_manager', holdMode: 'compete' } }))
    const [winner, loser] = [await reader('en'), await reader('en')]
    const wish = booking(resource, at(1, 9), at(1, 11))
    const [{ id }] = [await value(createBooking(winner, wish, NOW)), await value(createBooking(loser, wish, NOW))]
    await post()
    await decide(manager, id, 'approve')
    const mails = await post()
    expect(subjects(mails, winner)).toEqual(['Approved: Electron microscope'])
    expect(subjects(mails, loser)).toEqual(['Not approved: Electron microscope'])
    expect(mails.find((each) => each.to === loser.email)?.text).toContain('accepted another request')
  })
})

describe('a change of an approved booking', () => {
  it('waits, is declined with its reason, asked again and approved: the calendar follows only then', async () => {
    const resource = await place(await makeResource(wants))
    const person = await reader('en')
    const { id } = await value(createBooking(person, booking(resource, at(1, 9), at(1, 11)), NOW))
    await decide(manager, id, 'approve')
    await post()
    const move = () => value(changeBooking(person, id, { startsAt: at(3, 9), endsAt: at(3, 12) }, { now: NOW }))
    await move()
    const proposed = await post()
    expect(subjects(proposed, person)).toEqual(['Change received: Electron microscope'])
    expect(subjects(proposed, manager)).toEqual(['改期等待你决定：仪器'])
    expect(proposed.find((each) => each.to === person.email)?.text).toContain('Time asked for: Thu 26 Nov, 09:00–12:00 (Beijing time)')
    await decide(manager, id, 'decline', 'Taken by a course')
    const declined = await post()
    expect(declined.map((each) => each.mail.subject)).toEqual(['Change not approved: Electron microscope'])
    expect(declined[0]?.text).toContain('Taken by a course')
    await move()
    await post()
    await decide(manager, id, 'approve')
    const [moved, ...none] = await post()
    expect([moved?.mail.subject, none.length]).toEqual(['Moved: Electron microscope', 0])
    expect(moved?.text).toContain('The change was approved')
    expect(invitationOf(moved)).toMatchObject({ uid: `${id}@alliance`, sequence: 1, start: at(3, 9).getTime(), end: at(3, 12).getTime() })
  })

  it('and a cancellation of one’s own reach the lab, when it had been approved', async () => {
    const resource = await place(await makeResource(wants))
    const person = await reader('en')
    const approved = await value(createBooking(person, booking(resource, at(1, 9), at(1, 10)), NOW))
    const waiting = await value(createBooking(person, booking(resource, at(2, 9), at(2, 10)), NOW))
    await decide(manager, approved.id, 'approve')
    await post()
    await value(cancelBooking(person, approved.id, {}, NOW))
    await value(cancelBooking(person, waiting.id, {}, NOW))
    const mails = await post()
    expect(subjects(mails, person)).toEqual(['Cancelled: Electron microscope'])
    expect(subjects(mails, manager)).toEqual(['已撤回，不必再决定：仪器', '预约已取消：仪器'])
    expect(mails.find(({ mail }) => mail.subject === '预约已取消：仪器')?.text).toContain('取消了已批准的预约')
    expect(invitationOf(mails.find((each) => each.to === person.email))).toMatchObject({ method: 'CANCEL', sequence: 1 })
  })
})

describe('what is withdrawn', () => {
  it('is told to those who had been asked, and to nobody who had not', async () => {
    const resource = await place(await makeResource(wants))
    const person = await reader('en')
    const { id } = await value(createBooking(person, booking(resource, at(1, 9), at(1, 11)), NOW))
    await post()
    await value(cancelBooking(person, id, {}, NOW))
    const mails = await post()
    expect(mails.map((each) => [each.to, each.mail.subject])).toEqual([[manager.email, '已撤回，不必再决定：仪器']])
    expect(mails[0]?.text).toContain('的预约申请已撤回，不必再决定。')
    expect(mails[0]?.text).toContain('https://booking.test/approvals')
    expect(calendarsOf(mails[0]!)).toEqual([])

    const unread = await value(createBooking(person, booking(resource, at(3, 9), at(3, 11)), NOW))
    await post()
    await db.mailDelivery.updateMany({ where: { kind: 'booking-waiting', subjectId: unread.id }, data: { status: 'refused' } })
    await value(cancelBooking(person, unread.id, {}, NOW))
    expect(await post()).toEqual([])

    const hasty = await value(createBooking(person, booking(resource, at(2, 9), at(2, 11)), NOW))
    await value(cancelBooking(person, hasty.id, {}, NOW))
    expect(await post()).toEqual([])
  })

  it('by the one who was asked is no news to them', async () => {
    const resource = await place(await makeResource(wants))
    const person = await reader('en')
    const { id } = await value(createBooking(person, booking(resource, at(1, 9), at(1, 11)), NOW))
    await post()
    await value(cancelBooking(manager, id, { reason: 'Power cut' }, NOW))
    expect((await post()).map((each) => each.to)).toEqual([person.email])
  })

  it('may be a change, alone or with its booking', async () => {
    const resource = await place(await makeResource(wants))
    const person = await reader('en')
    const { id } = await value(createBooking(person, booking(resource, at(1, 9), at(1, 11)), NOW))
    await decide(manager, id, 'approve')
    const propose = async () => {
      await value(changeBooking(person, id, { startsAt: at(3, 9), endsAt: at(3, 12) }, { now: NOW }))
      await post()
    }
    await propose()
    await value(withdrawChange(person, id, NOW))
    const [withdrawn, ...none] = await post()
    expect([withdrawn?.to, withdrawn?.mail.subject, none]).toEqual([manager.email, '已撤回，不必再决定：仪器', []])
    expect(withdrawn?.text).toContain('预约保持原时间')
    expect(withdrawn?.text).toContain('申请改到：11月26日 周四 09:00–12:00（北京时间）')
    await propose()
    await value(cancelBooking(person, id, {}, NOW))
    expect(subjects(await post(), manager)).toEqual(['预约已取消：仪器'])
  })
})

describe('what must not go out', () => {
  it('is the work of a restricted lab', async () => {
    const resource = await place(await makeResource({ university: 'b' }))
    const person = await reader('en', 'b')
    await value(createBooking(person, booking(resource, at(1, 9), at(1, 11), { title: 'Classified', notes: 'Classified too' }), NOW))
    await db.lab.update({ where: { id: 'b-lab' }, data: { access: 'restricted' } })
    const mails = await post()
    expect(mails.length).toBeGreaterThan(0)
    for (const mail of mails) {
      for (const text of [mail.mail.subject, mail.text, mail.html, ...calendarsOf(mail).map((each) => each.text)]) {
        expect(text).not.toContain('Classified')
      }
    }
  })

  it('is anything about a command that was refused or undone', async () => {
    const resource = await makeResource()
    const person = await reader('en')
    const { id } = await value(createBooking(person, booking(resource, at(1, 9), at(1, 11)), NOW))
    await post()
    expect((await createBooking(await reader('en'), booking(resource, at(1, 9), at(1, 11)), NOW)).ok).toBe(false)
    const undone = transaction(async (tx) => {
      await tellOfBooking(tx, { bookingId: id, event: 'cancelled', version: 2, was: 'approved' })
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    const [{ jobs } = { jobs: 1n }] = await db.$queryRaw<{ jobs: bigint }[]>`
      SELECT (SELECT count(*) FROM graphile_worker.jobs) + (SELECT count(*) FROM job_outbox) AS jobs`
    expect(jobs).toBe(0n)
    expect(await post()).toEqual([])
  })
})
