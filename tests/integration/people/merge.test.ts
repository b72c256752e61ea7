import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { Actor, Grant } from '~/domain/access/permission'
import type { Route } from '~/domain/approval/route'
import type { Outcome } from '~/domain/problem'

vi.hoisted(() => {
  process.env.DEMO = '1'
  process.env.SMTP_URL = ''
  process.env.BASE_URL = ''
})
const { at, booking, coordinatorOf, makePerson, makeResource, makeWorld, NOW } = await import('#tests/factories/world')
const { runJobs } = await import('#tests/setup/jobs')
const { signIn } = await import('~/features/auth/sign-in.server')
const { hashPassword } = await import('~/features/auth/verify-password.server')
const { createBooking } = await import('~/features/bookings/create.server')
const { decideBooking } = await import('~/features/bookings/decide.server')
const { joinWaits } = await import('~/features/bookings/waits/join.server')
const { finishMerge, mergePeople } = await import('~/features/people/merge/merge.server')
const { findPair, mergePreview, possibleDuplicates } = await import('~/features/people/merge/queries.server')
const { PERSON_COLUMNS } = await import('~/features/people/merge/write.server')
const { db } = await import('~/platform/db.server')

const codes = (outcome: Outcome<unknown>) =>
  outcome.ok ? ['ok'] : outcome.problems.map((each) => (each.code === 'field_invalid' ? each.params.rule.replace('merge.rules.', '') : each.code))
const EARLY = new Date('2026-02-01T00:00:00Z')

let coordinator: Actor
beforeAll(async () => {
  await makeWorld()
  coordinator = await coordinatorOf('a')
})

async function inputOf(kept: Actor, gone: Actor) {
  const versionOf = async ({ personId }: Actor) => (await db.person.findUniqueOrThrow({ where: { id: personId }, select: { version: true } })).version
  return { keptId: kept.personId, goneId: gone.personId, keptVersion: await versionOf(kept), goneVersion: await versionOf(gone), reason: 'signed up twice' }
}
const merge = async (kept: Actor, gone: Actor, actor = coordinator) => codes(await mergePeople(actor, await inputOf(kept, gone), NOW))
async function booked(person: Actor, from = at(1, 10), resource?: string): Promise<string> {
  const made = await createBooking(person, booking(resource ?? (await makeResource({ policy: { approval: 'none' } })), from, new Date(from.getTime() + 3_600_000)), NOW)
  if (!made.ok) throw new Error(codes(made).join())
  return made.value.id
}
const grant = (role: Grant['role'], university: string): Grant => ({ role, scopeKind: 'university', scopeId: university })
const homes = (id: string) => db.affiliation.count({ where: { personId: id, isHome: true, OR: [{ endsAt: null }, { endsAt: { gt: NOW } }] } })

describe('a merge', () => {
  it('hands everything to the kept account and leaves a trail', async () => {
    const [kept, gone] = [await makePerson('a'), await makePerson('a', [grant('operator', 'a')])]
    const ids = { personId: gone.personId }
    const resource = await makeResource()
    const bookingId = await booked(gone)
    const groupId = randomUUID()
    await db.researchGroup.create({ data: { id: groupId, universityId: 'a', leaderId: gone.personId, nameZh: 'G', nameEn: 'G' } })
    await db.groupMember.createMany({ data: [{ groupId, ...ids, startsAt: EARLY, role: 'supervisor' }, { groupId, personId: kept.personId, startsAt: NOW, endsAt: NOW }] })
    await db.qualification.create({ data: { ...ids, resourceId: resource } })
    await db.safetyAdmission.create({ data: { ...ids, layer: 'general', universityId: 'a', validFrom: EARLY } })
    await db.certificate.create({ data: { ...ids, kind: 'laser', number: '7', validUntil: new Date('2027-01-01') } })
    await db.session.create({ data: { idHash: randomUUID(), ...ids, expiresAt: at(5, 0) } })
    await db.apiToken.create({ data: { ...ids, name: 'x', hash: randomUUID(), scopes: ['read'], expiresAt: at(5, 0) } })

    const preview = await mergePreview(coordinator, { keptId: kept.personId, goneId: gone.personId }, NOW)
    expect(preview).toMatchObject({ blocks: [], counts: { bookings: 1, groups: 1, memberships: 1, qualifications: 1, admissions: 1, certificates: 1 }, roles: { moves: [{ role: 'operator' }] } })
    const input = await inputOf(kept, gone)
    expect(codes(await mergePeople(coordinator, input, NOW))).toEqual(['ok'])
    expect(codes(await mergePeople(coordinator, input, NOW))).toEqual(['ok'])

    const of = { where: { personId: kept.personId } }
    expect(await db.booking.findUniqueOrThrow({ where: { id: bookingId } })).toMatchObject({ bookerId: kept.personId, attendeeId: kept.personId })
    expect(await db.presence.count({ where: { ...of.where, attended: true } })).toBe(1)
    expect(await db.researchGroup.findUniqueOrThrow({ where: { id: groupId } })).toMatchObject({ leaderId: kept.personId })
    expect(await db.groupMember.findMany({ where: { groupId } })).toMatchObject([{ personId: kept.personId, role: 'supervisor', startsAt: EARLY, endsAt: null }])
    expect([await db.qualification.count(of), await db.safetyAdmission.count(of), await db.certificate.count(of), await homes(kept.personId)]).toEqual([1, 1, 1, 1])
    expect(await db.session.count({ where: ids })).toBe(0)
    expect(await db.apiToken.count({ where: { ...ids, revokedAt: null } })).toBe(0)
    expect(await db.roleGrant.findMany({ where: { personId: kept.personId } })).toMatchObject([{ role: 'operator', universityId: 'a', endsAt: null, startsAt: NOW }])
    expect(await db.roleGrant.findMany({ where: ids })).toMatchObject([{ endsAt: NOW, endReason: 'signed up twice' }])
    expect(await db.person.findUniqueOrThrow({ where: { id: gone.personId } })).toMatchObject({ status: 'merged', mergedIntoId: kept.personId })
    const log = await db.auditEvent.findMany({ where: { subjectId: { in: [kept.personId, gone.personId] } }, orderBy: { id: 'asc' } })
    expect(log.map(({ action, subjectId }) => [action, subjectId === kept.personId])).toEqual(
      expect.arrayContaining([['role.granted', true], ['role.ended', false], ['person.merged', false], ['person.took_over', true]]),
    )
    expect(log.filter(({ action }) => action === 'person.merged')).toMatchObject([{ actorId: coordinator.personId, data: { into: kept.personId, moved: { bookings: [bookingId], groups: [groupId] } } }])
    expect(await db.auditEvent.count({ where: { actorId: gone.personId, subjectId: bookingId } })).toBe(1)
    await runJobs(NOW)
    for (const { email } of [kept, gone]) expect(await db.mailboxMessage.count({ where: { to: email, subject: { contains: kept.email } } })).toBe(1)
  })

  it('makes two voices on one step into one', async () => {
    const manager = () => makePerson('a', [grant('lab_manager', 'a')])
    const [person, kept, gone, third] = [await makePerson('b'), await manager(), await manager(), await manager()]
    const bookingId = await booked(person, at(1, 15), await makeResource({ policy: { approval: 'lab_manager' } }))
    const request = await db.approvalRequest.findFirstOrThrow({ where: { subjectId: bookingId }, select: { id: true, route: true } })
    const { steps } = request.route as unknown as Route
    await db.approvalRequest.update({ where: { id: request.id }, data: { route: { steps: steps.map((stage) => stage.map((step) => ({ ...step, need: 2 }))) } } })
    const says = async (actor: Actor) => {
      codes(await decideBooking(actor, bookingId, { decision: 'approve' }, { now: NOW }))
      return (await db.booking.findUniqueOrThrow({ where: { id: bookingId }, select: { status: true } })).status
    }
    expect(await says(gone)).toBe('pending')
    expect(await merge(kept, gone)).toEqual(['ok'])
    expect(await says(kept)).toBe('pending')
    expect(await says(third)).toBe('approved')
  })

  it('tells whoever proves the old password where to sign in, and nobody else', async () => {
    const [kept, gone] = [await makePerson('a'), await makePerson('a')]
    await db.person.update({ where: { id: gone.personId }, data: { passwordHash: await hashPassword('a quiet long phrase') } })
    expect(await merge(kept, gone)).toEqual(['ok'])
    const context = { origin: 'http://x', now: NOW }
    expect(codes(await signIn({ email: gone.email, password: 'a quiet long phrase' }, context))).toEqual([`auth.rules.account_merged:${kept.email}`])
    expect(codes(await signIn({ email: gone.email, password: 'something else' }, context))).toEqual(['auth.rules.sign_in_failed'])
  })

  it('is for those who look after both, never for oneself', async () => {
    const [own, other, foreign] = [await makePerson('a'), await makePerson('a'), await makePerson('b')]
    expect(await merge(own, foreign)).toEqual(['not_allowed'])
    expect(await merge(own, other, await coordinatorOf('b'))).toEqual(['not_allowed'])
    expect(await merge(own, other, await makePerson('a', [grant('lab_manager', 'a')]))).toEqual(['not_allowed'])
    expect(await merge(other, coordinator)).toContain('own_request')
    expect(await mergePreview(coordinator, { keptId: own.personId, goneId: foreign.personId }, NOW)).toBeNull()
    expect(await findPair(coordinator, { keptEmail: own.email, goneEmail: foreign.email }, NOW)).toEqual({ missing: ['goneEmail'] })
    const system = await makePerson(null, [{ role: 'admin', scopeKind: 'alliance', scopeId: null }])
    expect((await mergePreview(system, { keptId: own.personId, goneId: foreign.personId }, NOW))?.gone.email).not.toBe(foreign.email)
    expect(await merge(own, foreign, system)).toEqual(['ok'])
    expect(await homes(own.personId)).toBe(1)
    expect(await db.affiliation.findMany({ where: { personId: foreign.personId } })).toMatchObject([{ universityId: 'b', endsAt: NOW }])
  })

  it('widens no right: what the one who merges may not give stands in the way', async () => {
    const kept = await makePerson('a')
    const gone = await makePerson('a', [{ role: 'office', scopeKind: 'alliance', scopeId: null }])
    expect(await merge(kept, gone)).toEqual(['role'])
    const [admin, auditor] = [await makePerson('a', [{ role: 'admin', scopeKind: 'alliance', scopeId: null }]), await makePerson('a', [{ role: 'audit_admin', scopeKind: 'alliance', scopeId: null }])]
    expect(await merge(admin, auditor)).toEqual(['duties'])
    const resource = await makeResource()
    const [lost, held] = [await makePerson('a'), await makePerson('a')]
    await db.qualification.create({ data: { personId: lost.personId, resourceId: resource, validFrom: EARLY, revokedAt: NOW } })
    await db.qualification.create({ data: { personId: held.personId, resourceId: resource, validFrom: EARLY } })
    expect(await merge(lost, held)).toEqual(['withdrawn'])
    expect(await db.person.count({ where: { id: { in: [gone.personId, auditor.personId, held.personId] }, status: 'merged' } })).toBe(0)
  })

  it('names the bookings at which both are expected, and gives way to what is past', async () => {
    const [kept, gone] = [await makePerson('a'), await makePerson('a')]
    const both = [await booked(gone), await booked(kept, at(1, 10), await makeResource({ university: 'b', policy: { approval: 'none' } }))]
    const outcome = await mergePeople(coordinator, await inputOf(kept, gone), NOW)
    expect(outcome.ok ? [] : outcome.problems.flatMap((each) => (each.code === 'holds_in_the_way' ? each.params.holds.map(({ bookingId }) => bookingId) : []))).toEqual(both)
    const later = at(3, 0)
    expect(codes(await mergePeople(coordinator, await inputOf(kept, gone), later))).toEqual(['ok'])
    expect((await db.presence.findMany({ where: { personId: kept.personId }, orderBy: { campusId: 'asc' } })).map(({ attended }) => attended)).toEqual([false, true])
  })

  it('never leaves two homes, a circle of sponsors or a suspension behind', async () => {
    const [kept, gone] = [await makePerson('a'), await makePerson('a')]
    await db.affiliation.create({ data: { personId: gone.personId, universityId: 'b', kind: 'visitor', basis: 'visiting', startsAt: EARLY, endsAt: at(30, 0), confirmedAt: EARLY } })
    await db.affiliation.create({ data: { personId: kept.personId, universityId: 'b', kind: 'visitor', basis: 'visiting', startsAt: NOW, endsAt: at(60, 0), sponsorId: gone.personId } })
    expect(await merge(kept, gone)).toEqual(['circle'])
    await db.affiliation.updateMany({ where: { sponsorId: gone.personId }, data: { sponsorId: null } })
    await db.person.update({ where: { id: gone.personId }, data: { status: 'suspended' } })
    expect(await merge(kept, gone)).toEqual(['suspended'])
    await db.person.update({ where: { id: gone.personId }, data: { status: 'active' } })
    expect(await merge(kept, gone)).toEqual(['ok'])
    expect(await homes(kept.personId)).toBe(1)
    // The confirmed stay takes the place of the one that waited.
    expect(await db.affiliation.findMany({ where: { personId: kept.personId, universityId: 'b' }, orderBy: { startsAt: 'asc' } })).toMatchObject([{ confirmedAt: EARLY }, { startsAt: NOW, endsAt: NOW }])
    expect(await merge(gone, kept)).toEqual(['not_allowed'])
    const waiting = await makePerson('a')
    await db.person.update({ where: { id: waiting.personId }, data: { status: 'awaiting_admission' } })
    expect(await merge(waiting, kept)).toEqual(['not_active'])
  })

  it('makes one seat of two in one training, and keeps its place', async () => {
    const [kept, gone, trainer] = [await makePerson('a'), await makePerson('a'), await makePerson('a')]
    const session = await db.trainingSession.create({
      data: { labId: 'a-lab', campusId: 'a-campus', kind: 'theory', titleZh: '培训', startsAt: at(2, 9), endsAt: at(2, 10), seats: 3, trainerId: trainer.personId },
    })
    for (const { personId } of [kept, gone]) {
      await db.trainingSeat.create({ data: { sessionId: session.id, personId, status: personId === gone.personId ? 'booked' : 'cancelled', bookedAt: EARLY } })
      await db.presence.create({ data: { personId, campusId: 'a-campus', startsAt: at(2, 9), endsAt: at(2, 10), attended: true, sessionId: session.id } })
    }
    await booked(kept, at(2, 14))
    expect(await merge(kept, gone)).toEqual(['ok'])
    expect(await db.trainingSeat.findMany({ where: { sessionId: session.id } })).toMatchObject([{ personId: kept.personId, status: 'booked' }])
    expect(await db.presence.count({ where: { sessionId: session.id } })).toBe(1)
    // A training of one account and a booking of the other at one time stand in the way.
    const other = await makePerson('a')
    await booked(other, at(2, 9))
    expect(await merge(kept, other)).toEqual(['holds_in_the_way'])
  })

  it('makes one place of two in a line, and says so', async () => {
    const [kept, gone, holder] = [await makePerson('a'), await makePerson('a'), await makePerson('a')]
    const resource = await makeResource({ policy: { approval: 'none' } })
    const wanted = booking(resource, at(1, 10), at(1, 11))
    await booked(holder, at(1, 10), resource)
    for (const person of [kept, gone]) expect(codes(await joinWaits(person, wanted, NOW))).toEqual(['ok'])
    expect(await merge(kept, gone)).toEqual(['ok'])
    const waits = await db.wait.findMany({ where: { resourceId: resource }, orderBy: { status: 'asc' } })
    expect(waits.map(({ personId, status }) => [personId, status])).toEqual([[kept.personId, 'waiting'], [kept.personId, 'withdrawn']])
    expect(await db.auditEvent.count({ where: { action: 'wait.withdrawn', subjectId: waits[1]!.id } })).toBe(1)
  })

  it('sees what has changed since the preview', async () => {
    const [kept, gone] = [await makePerson('a'), await makePerson('a')]
    const input = await inputOf(kept, gone)
    await db.person.update({ where: { id: gone.personId }, data: { version: { increment: 1 } } })
    expect(codes(await mergePeople(coordinator, input, NOW))).toEqual(['version_conflict'])
  })
})

describe('at the same moment', () => {
  it('two merges of a pair, either way round, leave one account', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [one, two] = [await makePerson('a'), await makePerson('a')]
      const [there, back] = [await inputOf(one, two), await inputOf(two, one)]
      const outcomes = await Promise.all([there, back, there, back].map((input) => mergePeople(coordinator, input, NOW)))
      const people = await db.person.findMany({ where: { id: { in: [one.personId, two.personId] } }, select: { status: true } })
      expect(people.map(({ status }) => status).toSorted()).toEqual(['active', 'merged'])
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(2)
      expect(await db.auditEvent.count({ where: { action: 'person.merged', subjectId: { in: [one.personId, two.personId] } } })).toBe(1)
    }
  })

  it('a booking by the account that goes is refused or comes along', async () => {
    for (let round = 0; round < 8; round += 1) {
      const [kept, gone] = [await makePerson('a'), await makePerson('a')]
      const resource = await makeResource({ policy: { approval: 'none' } })
      const input = await inputOf(kept, gone)
      const [made] = await Promise.all([createBooking(gone, booking(resource, at(1, 10), at(1, 11)), NOW), mergePeople(coordinator, input, NOW)])
      await finishMerge(gone.personId, NOW)
      expect(await db.booking.count({ where: { OR: [{ bookerId: gone.personId }, { attendeeId: gone.personId }] } })).toBe(0)
      expect(await db.booking.count({ where: { attendeeId: kept.personId } })).toBe(made.ok ? 1 : 0)
      expect(await db.presence.count({ where: { personId: gone.personId } })).toBe(0)
    }
  })
})

it('every column that names a person has its place in a merge', async () => {
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT c.conrelid::regclass || '.' || a.attname AS name FROM pg_constraint c
      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
     WHERE c.contype = 'f' AND c.confrelid = 'person'::regclass ORDER BY 1`
  expect(rows.map(({ name }) => name)).toEqual(Object.values(PERSON_COLUMNS).flat().toSorted())
})

it('possible duplicates share a name or the address before the @, at the coordinator’s own university', async () => {
  const [one, two, other] = [await makePerson('a'), await makePerson('a'), await makePerson('b')]
  for (const { personId } of [one, two, other]) await db.person.update({ where: { id: personId }, data: { nameZh: '某某' } })
  const found = await possibleDuplicates(coordinator, 'a', NOW)
  expect(found.map(({ kept, gone, likeness }) => [new Set([kept.id, gone.id]), likeness])).toEqual([[new Set([one.personId, two.personId]), ['name']]])
  expect(await possibleDuplicates(coordinator, 'b', NOW)).toEqual([])
})
