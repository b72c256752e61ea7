import { beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'
import { createBooking } from '~/features/bookings/create.server'
import { tellOfRefused } from '~/features/bookings/previews/jobs.server'
import { previewLoss, previewQualificationRule, refusedFor, refusedIn } from '~/features/bookings/previews/rights.server'
import { reassessRoom } from '~/features/catalogue/rooms/reassess.server'
import { judgeCertificate, withdrawVerification } from '~/features/people/admission/certificates.server'
import { admitToLab, revokeAdmission } from '~/features/people/admission/grant.server'
import { endRecognition, recognise } from '~/features/people/admission/recognise.server'
import { eligibilityOf } from '~/features/people/eligibility/queries.server'
import { changeQualification } from '~/features/people/qualifications/change.server'
import { grantQualification } from '~/features/people/qualifications/grant.server'
import { recordStep } from '~/features/people/qualifications/record-step.server'
import { parseRegisterFilters, registerCount, registerRows } from '~/features/people/qualifications/register.server'
import { endQualificationRule, setQualificationRule } from '~/features/people/qualifications/rules.server'
import type { RuleInput } from '~/features/people/qualifications/schema'
import { db } from '~/platform/db.server'
import { at, booking, coordinatorOf, makePerson, makeResource, makeWorld, managerOf, NOW } from '#tests/factories/world'

beforeAll(makeWorld)

const codes = (outcome: Outcome<unknown>) => (outcome.ok ? [] : outcome.problems.map((each) => each.code))
async function value<T>(outcome: Promise<Outcome<T>>): Promise<T> {
  const answer = await outcome
  if (!answer.ok) throw new Error(JSON.stringify(answer.problems))
  return answer.value
}
const officeOf = () => makePerson('a', [{ role: 'office', scopeKind: 'alliance', scopeId: null }])
const safetyOf = (university: 'a' | 'b') => makePerson(university, [{ role: 'safety_officer', scopeKind: 'university', scopeId: university }])
const operatorOf = (university: 'a' | 'b') => makePerson(university, [{ role: 'operator', scopeKind: 'university', scopeId: university }])
const grant = (email: string, resourceId: string) => ({ email, resourceId, mode: 'self_operation' as const, band: 'any' as const })
const rule = (subject: string, more: Partial<RuleInput> = {}): RuleInput => ({
  subject, kindId: null, mode: 'self_operation', band: 'any', needsTheory: false, needsPractical: true, supervisedSessions: 0, needsExam: false,
  grantedBy: 'last_step', validMonths: null, idleDays: null, warnDays: 30, ...more,
})
const jobs = (task: string) =>
  db.$queryRaw<{ payload: { kind?: string; personId: string; rightId?: string } }[]>`
    SELECT j.payload FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE t.identifier = ${task}`
const mailsOf = async (person: Actor) => (await jobs('mail')).flatMap(({ payload }) => (payload.personId === person.personId ? [payload.kind] : []))

describe('a rule of qualification', () => {
  it('is set by who manages there, once, and edited into another', async () => {
    const resource = await makeResource()
    const [manager, foreign, operator] = [await managerOf('a'), await managerOf('b'), await operatorOf('a')]
    const subject = `resource:${resource}`
    for (const other of [foreign, operator]) expect(codes(await setQualificationRule(other, rule(subject), NOW))).toEqual(['not_allowed'])
    expect(codes(await setQualificationRule(manager, rule(subject, { needsPractical: false }), NOW))).toEqual(['field_invalid'])
    expect(codes(await setQualificationRule(manager, rule(subject, { kindId: 'kind' }), NOW))).toEqual(['field_invalid'])
    const { id } = await value(setQualificationRule(manager, rule(subject), NOW))
    expect(await value(setQualificationRule(manager, rule(subject), NOW))).toEqual({ id })
    const edited = rule(subject, { band: 'night', needsExam: true, replaces: id })
    const { id: after } = await value(setQualificationRule(manager, edited, NOW))
    expect(await value(setQualificationRule(manager, edited, NOW))).toEqual({ id: after })
    expect(codes(await setQualificationRule(manager, { ...edited, validMonths: 6 }, NOW))).toEqual(['version_conflict'])
    expect(await db.qualificationRule.findMany({ where: { resourceId: resource, endedAt: null }, select: { id: true } })).toEqual([{ id: after }])
    expect(codes(await endQualificationRule(foreign, { id: after, version: 1 }, NOW))).toEqual(['not_allowed'])
    await value(endQualificationRule(manager, { id: after, version: 1 }, NOW))
    await value(endQualificationRule(manager, { id: after, version: 1 }, NOW))
    expect(await db.auditEvent.count({ where: { action: 'qualification_rule.ended', subjectId: after } })).toBe(1)
  })

  it('names before it is set whose bookings to come it would leave without a qualification', async () => {
    const resource = await makeResource()
    const [manager, one, other] = [await managerOf('a'), await makePerson('b'), await makePerson('b')]
    await value(grantQualification(manager, grant(other.email, resource), NOW))
    const { id } = await value(createBooking(one, booking(resource, at(1, 9), at(1, 10)), NOW))
    await value(createBooking(other, booking(resource, at(1, 11), at(1, 12)), NOW))
    const preview = await previewQualificationRule(rule(`resource:${resource}`), NOW)
    expect(preview).toMatchObject({ count: 1, lookedAt: 2, fallen: [{ bookingId: id }] })
    expect(await previewQualificationRule(rule(`resource:${resource}`, { band: 'night' }), NOW)).toMatchObject({ count: 0 })
    expect(await previewQualificationRule(rule(`resource:${resource}`, { mode: 'remote' }), NOW)).toMatchObject({ count: 0, lookedAt: 0 })
    expect(await refusedFor(one.personId, NOW)).toEqual([])
    await value(setQualificationRule(manager, rule(`resource:${resource}`), NOW))
    expect(await refusedFor(one.personId, NOW)).toMatchObject([{ bookingId: id, problems: [{ code: 'qualification_missing' }] }])
    expect((await refusedIn({ all: false, labIds: ['a-lab'], universityIds: [] }, NOW)).map((each) => each.bookingId)).toContain(id)
    expect(await refusedIn({ all: false, labIds: ['b-lab'], universityIds: ['b'] }, NOW)).toEqual([])
  })

  it('may leave the granting to a manager', async () => {
    const resource = await makeResource()
    const [manager, person] = [await managerOf('a'), await makePerson('b')]
    await value(setQualificationRule(manager, rule(`resource:${resource}`, { grantedBy: 'manager' }), NOW))
    const step = { email: person.email, resourceId: resource, kind: 'practical' as const, day: '2026-11-23', note: null }
    expect(await value(recordStep(manager, step, NOW))).toEqual({ granted: false })
    expect((await eligibilityOf(person, [resource], NOW)).get(resource)).toMatchObject({ reasons: [{ isComplete: true, left: [] }] })
    await value(grantQualification(manager, grant(person.email, resource), NOW))
    expect((await eligibilityOf(person, [resource], NOW)).get(resource)).toMatchObject({ standing: 'may' })
  })
})

describe('taking a qualification away', () => {
  it('shows what rests on it, tells its holder once, and the labs of the bookings', async () => {
    const resource = await makeResource({ needsQualification: true })
    const [manager, colleague, person] = [await managerOf('a'), await managerOf('a'), await makePerson('b')]
    const { id } = await value(grantQualification(manager, grant(person.email, resource), NOW))
    const { id: bookingId } = await value(createBooking(person, booking(resource, at(1, 9), at(1, 10)), NOW))
    const right = { kind: 'qualification' as const, id }
    expect(await previewLoss(manager, right, NOW)).toMatchObject({ count: 1, elsewhere: 0, fallen: [{ bookingId }] })
    expect(await previewLoss(await managerOf('b'), right, NOW)).toMatchObject({ count: 0, elsewhere: 1 })
    for (const other of [await managerOf('b'), await operatorOf('a'), await safetyOf('a'), person]) {
      expect(codes(await changeQualification(other, id, { version: 1, to: 'suspend', reason: 'x' }, NOW))).toEqual(['not_allowed'])
    }
    await value(changeQualification(manager, id, { version: 1, to: 'suspend', reason: '事故' }, NOW))
    await value(changeQualification(manager, id, { version: 1, to: 'suspend', reason: '事故' }, NOW))
    expect(await mailsOf(person)).toContain('qualification-suspended')
    expect((await mailsOf(person)).filter((each) => each === 'qualification-suspended')).toHaveLength(1)
    expect(await previewLoss(manager, right, NOW)).toMatchObject({ count: 1 })
    const job = { key: 'k', personId: person.personId, actorId: manager.personId }
    await tellOfRefused(job, NOW)
    await tellOfRefused(job, NOW)
    expect((await mailsOf(colleague)).filter((each) => each === 'bookings-refused')).toHaveLength(1)
    expect(await mailsOf(manager)).not.toContain('bookings-refused')
    expect(await db.booking.findUniqueOrThrow({ where: { id: bookingId }, select: { status: true } })).toEqual({ status: 'approved' })
  })

  it('of a whole kind is for the university whose word it is, or the office', async () => {
    const [person, manager, foreign, coordinator, office] = [await makePerson('b'), await managerOf('a'), await managerOf('b'), await coordinatorOf('a'), await officeOf()]
    const held = (universityId: string | null) => db.qualification.create({ data: { personId: person.personId, kindId: 'kind', universityId }, select: { id: true } })
    const [ofA, ofAlliance] = [await held('a'), await held(null)]
    const suspend = (actor: Actor, id: string, version = 1) => changeQualification(actor, id, { version, to: 'suspend', reason: '复核' }, NOW)
    expect(codes(await suspend(foreign, ofA.id))).toEqual(['not_allowed'])
    await value(suspend(manager, ofA.id))
    await value(changeQualification(coordinator, ofA.id, { version: 2, to: 'lift', reason: null }, NOW))
    await value(suspend(office, ofA.id, 3))
    for (const other of [manager, foreign, coordinator]) expect(codes(await suspend(other, ofAlliance.id))).toEqual(['not_allowed'])
    await value(suspend(office, ofAlliance.id))
  })
})

describe('an admission', () => {
  it('is given and revoked by the lab or its safety officer, told once, and shows what rests on it', async () => {
    const resource = await makeResource({ university: 'b' })
    await db.admissionRule.create({ data: { labId: 'b-lab', needsLocal: true } })
    const [manager, foreign, safety, person] = [await managerOf('b'), await managerOf('a'), await safetyOf('b'), await makePerson('a')]
    expect(codes(await createBooking(person, booking(resource, at(1, 9), at(1, 10)), NOW))).toEqual(['local_admission_missing'])
    const input = { email: person.email, labId: 'b-lab' }
    expect(codes(await admitToLab(foreign, input, NOW))).toEqual(['not_allowed'])
    expect(codes(await admitToLab(manager, { ...input, email: manager.email }, NOW))).toEqual(['field_invalid'])
    expect(await value(admitToLab(manager, input, NOW))).toEqual({ isNew: true })
    expect(await value(admitToLab(manager, input, NOW))).toEqual({ isNew: false })
    const { id: bookingId } = await value(createBooking(person, booking(resource, at(1, 9), at(1, 10)), NOW))
    const { id } = await db.safetyAdmission.findFirstOrThrow({ where: { personId: person.personId } })
    expect(await previewLoss(safety, { kind: 'admission', id }, NOW)).toMatchObject({ count: 1, fallen: [{ bookingId }] })
    for (const other of [foreign, person]) expect(codes(await revokeAdmission(other, { id, reason: 'x' }, NOW))).toEqual(['not_allowed'])
    await value(revokeAdmission(safety, { id, reason: '违规' }, NOW))
    await value(revokeAdmission(safety, { id, reason: '又一次' }, NOW))
    expect(await db.safetyAdmission.findUniqueOrThrow({ where: { id }, select: { reason: true } })).toEqual({ reason: '违规' })
    expect((await mailsOf(person)).filter((each) => each === 'admission-revoked')).toHaveLength(1)
    expect(await refusedFor(person.personId, NOW)).toMatchObject([{ bookingId, problems: [{ code: 'local_admission_missing' }] }])
    await db.admissionRule.deleteMany({})
  })
})

describe('a certificate', () => {
  it('is judged and taken back by the safety officer of the holder’s university, never by the holder', async () => {
    const [safety, foreign] = [await safetyOf('b'), await safetyOf('a')]
    const [person, manager] = [await makePerson('b'), await managerOf('b')]
    const handIn = (personId: string) => db.certificate.create({ data: { personId, kind: 'laser', number: 'N1', validUntil: new Date('2026-12-31') }, select: { id: true } })
    const { id } = await handIn(person.personId)
    const judge = (actor: Actor, version = 1) => judgeCertificate(actor, { id, version, decision: 'verify', reason: null }, NOW)
    for (const other of [foreign, manager, person]) expect(codes(await judge(other))).toEqual(['not_allowed'])
    const own = await handIn(safety.personId)
    expect(codes(await judgeCertificate(safety, { id: own.id, version: 1, decision: 'verify', reason: null }, NOW))).toEqual(['not_allowed'])
    expect(codes(await judgeCertificate(safety, { id, version: 1, decision: 'refuse', reason: null }, NOW))).toEqual(['reason_required'])
    expect(codes(await withdrawVerification(safety, { id, version: 1, reason: 'x' }, NOW))).toEqual(['version_conflict'])
    await value(judge(safety))
    expect(codes(await judge(safety))).toEqual(['version_conflict'])

    await db.admissionRule.create({ data: { labId: 'a-lab', certificate: 'laser' } })
    const resource = await makeResource()
    const { id: bookingId } = await value(createBooking(person, booking(resource, at(1, 9), at(1, 10)), NOW))
    expect(await previewLoss(safety, { kind: 'certificate', id }, NOW)).toMatchObject({ count: 0, elsewhere: 1 })
    for (const other of [foreign, manager, person]) expect(codes(await withdrawVerification(other, { id, version: 2, reason: 'x' }, NOW))).toEqual(['not_allowed'])
    expect(codes(await withdrawVerification(safety, { id, version: 1, reason: 'x' }, NOW))).toEqual(['version_conflict'])
    await value(withdrawVerification(safety, { id, version: 2, reason: '系伪造' }, NOW))
    await value(withdrawVerification(safety, { id, version: 2, reason: '系伪造' }, NOW))
    expect((await mailsOf(person)).toSorted()).toEqual(expect.arrayContaining(['certificate-verified', 'certificate-withdrawn']))
    expect(await refusedFor(person.personId, NOW)).toMatchObject([{ bookingId, problems: [{ code: 'certificate_missing' }] }])
    await db.admissionRule.deleteMany({})
  })
})

describe('recognition', () => {
  it('is entered by the side at which it counts, or by the office for all', async () => {
    const [here, there, office, manager] = [await coordinatorOf('b'), await coordinatorOf('a'), await officeOf(), await managerOf('b')]
    const input = {
      layer: 'general' as const, fromUniversityId: 'a', toUniversityId: 'b', fromLabId: null, toLabId: null, fromResourceId: null, toResourceId: null,
      localPartZh: null, localPartEn: null, note: null,
    }
    for (const other of [there, manager]) expect(codes(await recognise(other, input, NOW))).toEqual(['not_allowed'])
    expect(codes(await recognise(here, { ...input, fromUniversityId: null }, NOW))).toEqual(['field_invalid'])
    expect(codes(await recognise(here, { ...input, toUniversityId: 'a' }, NOW))).toEqual(['field_invalid'])
    expect(codes(await recognise(here, { ...input, lastDay: '2026-11-22' }, NOW))).toEqual(['field_invalid'])
    expect(codes(await recognise(here, { ...input, toUniversityId: null }, NOW))).toEqual(['not_allowed'])
    const first = await value(recognise(here, { ...input, note: '先' }, NOW))
    const { id } = await value(recognise(here, input, at(0, 10)))
    expect(id).not.toBe(first.id)
    expect(await value(recognise(here, input, at(0, 10)))).toEqual({ id })
    expect(await db.recognition.count({ where: { fromUniversityId: 'a', toUniversityId: 'b', endsAt: null } })).toBe(1)
    await value(recognise(office, { ...input, toUniversityId: null }, NOW))
    expect(codes(await endRecognition(there, { id, version: 1 }, at(0, 11)))).toEqual(['not_allowed'])
    expect(codes(await endRecognition(here, { id, version: 9 }, NOW))).toEqual(['version_conflict'])
    await value(endRecognition(here, { id, version: 1 }, at(0, 11)))
    await value(endRecognition(here, { id, version: 1 }, at(0, 12)))
    expect(await db.auditEvent.count({ where: { action: 'recognition.ended', subjectId: id } })).toBe(1)
  })
})

describe('the register', () => {
  it('lists who, when, which, by whom and what kind of trainee, in the reader’s labs', async () => {
    const resource = await makeResource()
    const [manager, foreign, person] = [await managerOf('a'), await managerOf('b'), await makePerson('b')]
    await value(grantQualification(manager, grant(person.email, resource), NOW))
    await value(recordStep(manager, { email: person.email, resourceId: resource, kind: 'exam', day: '2026-11-20', note: null }, NOW))
    const filters = (query: string) => ({ ...parseRegisterFilters(new URLSearchParams(query), NOW), resource })
    const rows = (actor: Actor, query = '') => registerRows(actor, filters(query), { take: 50, skip: 0 })
    expect(await rows(manager)).toMatchObject([
      { entry: 'qualification', traineeKind: 'student', university: { zh: 'b' }, subject: { zh: '仪器' }, by: { email: manager.email }, person: { email: person.email } },
      { entry: 'step', step: 'exam', traineeKind: 'student' },
    ])
    expect(await rows(await safetyOf('a'))).toHaveLength(2)
    expect(await rows(await officeOf())).toHaveLength(2)
    expect(await rows(foreign)).toEqual([])
    expect(await rows(manager, 'entry=step')).toHaveLength(1)
    expect(await rows(manager, 'trainee=teacher')).toEqual([])
    expect(await rows(manager, `by=${foreign.personId}`)).toEqual([])
    expect(await rows(manager, 'to=2026-11-22')).toMatchObject([{ entry: 'step' }])
    expect(await rows(manager, 'from=2026-11-23&to=2026-11-23')).toMatchObject([{ entry: 'qualification' }])
    expect(await registerCount(manager, filters(''))).toBe(2)
  })
})

it('a visiting person’s host counts for sharing', async () => {
  const resource = await makeResource({ shareScope: 'own_university' })
  const [person, guest] = [await makePerson('b'), await makePerson(null)]
  const standing = async (actor: Actor, now = NOW) => (await eligibilityOf(actor, [resource], now)).get(resource)?.reasons.map((each) => each.code)
  expect(await standing(person)).toEqual(['not_shared'])
  expect(await standing(guest)).toEqual(['affiliation_missing'])
  const stay = { universityId: 'a', kind: 'visitor' as const, basis: 'visiting' as const, isHome: false, startsAt: at(0, 0), endsAt: at(2, 0), confirmedAt: at(0, 0) }
  await db.affiliation.createMany({ data: [person, guest].map(({ personId }) => ({ ...stay, personId })) })
  expect(await standing(person)).toEqual([])
  expect(await standing(guest)).toEqual([])
  expect(await standing(person, at(2, 0))).toEqual(['not_shared'])
})

it('a room is assessed anew by who keeps it or its university’s safety', async () => {
  const { id } = await db.room.create({ data: { id: 'a-room', campusId: 'a-campus', labId: 'a-lab', number: '101', reassessOn: new Date('2026-11-01') }, select: { id: true } })
  const input = { id, version: 1, hazardClass: 'chemical' as const, safetyLevel: 2, reassessOn: '2027-11-01' }
  for (const other of [await safetyOf('b'), await operatorOf('a'), await makePerson('a')]) expect(codes(await reassessRoom(other, input, NOW))).toEqual(['not_allowed'])
  const safety = await safetyOf('a')
  expect(codes(await reassessRoom(safety, { ...input, reassessOn: '2026-11-23' }, NOW))).toEqual(['field_invalid'])
  await value(reassessRoom(safety, input, NOW))
  await value(reassessRoom(safety, input, NOW))
  expect(codes(await reassessRoom(safety, { ...input, safetyLevel: 1 }, NOW))).toEqual(['version_conflict'])
  expect(await db.room.findUniqueOrThrow({ where: { id }, select: { version: true, safetyLevel: true } })).toEqual({ version: 2, safetyLevel: 2 })
})
