import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'

vi.hoisted(() => {
  process.env.DEMO = '1'
  process.env.SMTP_URL = ''
  process.env.BASE_URL = ''
})
const { at, booking, coordinatorOf, makePerson, makeResource, makeWorld, NOW } = await import('#tests/factories/world')
const { runJobs } = await import('#tests/setup/jobs')
const { cancelBooking } = await import('~/features/bookings/cancel.server')
const { createBooking } = await import('~/features/bookings/create.server')
const { decideHandover } = await import('~/features/bookings/handovers/decide.server')
const { settleHandovers } = await import('~/features/bookings/handovers/jobs.server')
const { countHandovers, handoversFor } = await import('~/features/bookings/handovers/queries.server')
const { payersOf } = await import('~/features/bookings/payers.server')
const { changeAffiliation } = await import('~/features/people/affiliations/change.server')
const { db } = await import('~/platform/db.server')

const END = new Date('2026-11-23T16:00:00Z')
const codes = (outcome: Outcome<unknown>) => (outcome.ok ? [outcome.value] : outcome.problems.map((each) => (each.code === 'field_invalid' ? each.params.rule.replace('affiliations.rules.', '') : each.code)))

let coordinator: Actor
beforeAll(async () => {
  await makeWorld()
  coordinator = await coordinatorOf('a')
})

/** A leaver and a colleague in the group of a leader, with so many bookings after the leaver's last day. */
async function leaving(count = 1, withGroup = true) {
  const [leaver, leader, member] = [await makePerson('a'), await makePerson('a'), await makePerson('a')]
  const groupId = `g-${randomUUID().slice(0, 8)}`
  if (withGroup) {
    await db.researchGroup.create({ data: { id: groupId, universityId: 'a', leaderId: leader.personId, nameZh: 'G', nameEn: 'G', confirmedAt: new Date('2026-01-01') } })
    await db.groupMember.createMany({ data: [leaver, leader, member].map(({ personId }) => ({ groupId, personId, startsAt: new Date('2026-01-01') })) })
  }
  const ids: string[] = []
  for (let day = 1; day <= count; day += 1) {
    const made = await createBooking(leaver, booking(await makeResource({ policy: { approval: 'none' } }), at(day, 10), at(day, 12)), NOW)
    if (!made.ok) throw new Error(codes(made).join())
    ids.push(made.value.id)
  }
  const home = await db.affiliation.findFirstOrThrow({ where: { personId: leaver.personId } })
  const lastDay = (day: string, version: number) => changeAffiliation(coordinator, { id: home.id, version, kind: 'student', lastDay: day }, NOW)
  expect((await lastDay('2026-11-23', home.version)).ok).toBe(true)
  await runJobs(NOW)
  return { leaver, leader, member, ids, lastDay }
}
const openOf = (ids: string[]) => db.bookingHandover.findMany({ where: { bookingId: { in: ids } }, orderBy: { createdAt: 'asc' } })
const mailTo = async ({ email }: Actor) => (await db.mailboxMessage.findMany({ where: { to: email }, orderBy: { id: 'asc' } })).map((each) => each.subject)

describe('a leaver’s bookings', () => {
  it('are put to the group’s leader once, and taken back when the end moves away', async () => {
    const { leader, ids, lastDay } = await leaving(2)
    expect((await handoversFor(leader, NOW)).map((each) => each.booking.id).toSorted()).toEqual(ids.toSorted())
    expect((await mailTo(leader)).filter((each) => each.includes('待处理'))).toHaveLength(1)
    expect(await handoversFor(coordinator, NOW)).toEqual([])
    await runJobs(NOW)
    expect(await openOf(ids)).toHaveLength(2)
    expect((await lastDay('2027-06-30', 2)).ok).toBe(true)
    await runJobs(NOW)
    expect(await openOf(ids)).toEqual([])
  })

  it('go to another member, with presence and name, or to nobody who is busy or no member', async () => {
    const { leaver, leader, member, ids } = await leaving()
    const id = (await openOf(ids))[0]!.id
    const hand = (actor: Actor, to: Actor) => decideHandover(actor, { id, decision: 'hand', personId: to.personId }, NOW)
    expect(codes(await hand(leaver, member))).toEqual(['not_allowed'])
    expect(codes(await hand(leader, await makePerson('a')))).toEqual(['member_missing'])
    const busy = await createBooking(member, booking(await makeResource({ policy: { approval: 'none' } }), at(1, 11), at(1, 13)), NOW)
    expect(codes(await hand(leader, member))).toEqual(['person_busy'])
    if (busy.ok) await cancelBooking(member, busy.value.id, {}, NOW)
    expect(codes(await hand(leader, member))).toEqual(['handed_over'])
    expect(codes(await hand(leader, member))).toEqual(['already_decided'])
    const row = await db.booking.findUniqueOrThrow({ where: { id: ids[0] }, include: { items: { include: { presences: true, allocations: true } } } })
    expect(row).toMatchObject({ attendeeId: member.personId, bookerId: member.personId, status: 'approved' })
    expect(row.items[0]!.presences.map((each) => each.personId)).toEqual([member.personId])
    expect(row.items[0]!.allocations).toHaveLength(1)
    await runJobs(NOW)
    expect((await mailTo(leaver)).some((each) => each.includes('已转交'))).toBe(true)
    expect(await mailTo(member)).not.toEqual([])
  })

  it('take what was declared and who pays with them, at the new price', async () => {
    const { leader, member, ids: [id = ''] } = await leaving()
    const { resourceId } = await db.bookingItem.findFirstOrThrow({ where: { bookingId: id } })
    await db.listPrice.create({ data: { resourceId, originClass: 'own_university', perHourFen: 3333n, validFrom: new Date('2026-01-01') } })
    const payers = [{ groupId: null, label: '甲', share: 6000, fen: 60 }, { groupId: null, label: '乙', share: 4000, fen: 40 }]
    await db.booking.update({ where: { id }, data: { payers, quotedFen: 100n, declaration: { text: '乙醇两升' } } })
    const rule = await db.admissionRule.create({ data: { labId: 'a-lab', needsDeclaration: true } })
    const open = await handoversFor(leader, NOW)
    expect(open.map((each) => each.booking.declaration)).toEqual(['乙醇两升'])
    expect(codes(await decideHandover(leader, { id: open[0]!.id, decision: 'hand', personId: member.personId }, NOW))).toEqual(['handed_over'])
    expect(await db.booking.findUniqueOrThrow({ where: { id }, select: { declaration: true, quotedFen: true, payers: true } })).toEqual({
      declaration: { text: '乙醇两升' }, quotedFen: 6666n,
      payers: [{ groupId: null, label: '甲', share: 6000, fen: 4000 }, { groupId: null, label: '乙', share: 4000, fen: 2666 }],
    })
    expect((await payersOf(id)).map(({ zh, fen }) => [zh, fen])).toEqual([['甲', 4000], ['乙', 2666]])
    expect(await countHandovers(leader)).toBe(0)
    await db.admissionRule.delete({ where: { id: rule.id } })
  })

  it('without a group are the coordinator’s, and undecided ones are cancelled when the time comes', async () => {
    const { leaver, ids } = await leaving(2, false)
    const [kept, left] = await openOf(ids)
    expect(codes(await decideHandover(coordinator, { id: kept!.id, decision: 'keep' }, NOW))).toEqual(['kept'])
    await settleHandovers(new Date(END.getTime() - 1))
    expect(await db.booking.count({ where: { id: { in: ids }, status: 'approved' } })).toBe(2)
    await settleHandovers(END)
    await settleHandovers(END)
    expect(await db.booking.findMany({ where: { id: { in: ids } }, select: { id: true, status: true }, orderBy: { status: 'asc' } })).toEqual([
      { id: kept!.bookingId, status: 'approved' }, { id: left!.bookingId, status: 'cancelled' },
    ])
    expect(await db.allocation.count({ where: { item: { bookingId: left!.bookingId } } })).toBe(0)
    await runJobs(END)
    expect((await mailTo(leaver)).some((each) => each.includes('取消'))).toBe(true)
  })

  it('decided while they are cancelled have one outcome', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { leaver, leader, member, ids } = await leaving()
      const id = (await openOf(ids))[0]!.id
      const [decided, cancelled] = await Promise.all([
        decideHandover(leader, { id, decision: 'hand', personId: member.personId }, NOW),
        cancelBooking(leaver, ids[0]!, {}, NOW),
      ])
      const row = await db.booking.findUniqueOrThrow({ where: { id: ids[0] }, include: { items: { include: { allocations: true, presences: true } } } })
      const isCancelled = row.status === 'cancelled'
      expect(cancelled.ok || decided.ok).toBe(true)
      expect(isCancelled).toBe(cancelled.ok)
      expect(row.items[0]!.allocations).toHaveLength(isCancelled ? 0 : 1)
      expect(row.items[0]!.presences.map((each) => each.personId)).toEqual(isCancelled ? [] : [member.personId])
    }
  })
})
