import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ResourceMode } from '~/domain/booking/facts'
import {
  type AdmissionFact, type AdmissionRule, type CertificateFact, type HeldFacts, NO_RULES, NOTHING_HELD, type PlaceFacts,
  type QualificationFact, type QualificationRule, type Recognition, type RuleBook,
} from '~/domain/eligibility/facts'
import { judgeFitness } from '~/domain/eligibility/fitness'
import { type EligiblePerson, type EligiblePlace, judgeEligibility } from '~/domain/eligibility/judge'
import { touchesNight } from '~/domain/eligibility/night'
import { rulesByPlace } from '~/domain/eligibility/rules-by-place'

const DAY = 86_400_000
const NOW = new Date('2026-11-23T01:00:00Z')
const day = (count: number) => new Date(NOW.getTime() + count * DAY)

const place: EligiblePlace = {
  id: 'rig', kindId: 'kind', labId: 'lab', universityId: 'b', roomId: 'room', hazardClass: 'chemical', safetyLevel: 2,
  needsQualification: false, modes: ['self_operation', 'assisted_booking'], timeZone: 'Asia/Shanghai',
  status: 'active', shareScope: 'alliance', labAccess: 'open', externalUrl: null,
}
const qualified: QualificationFact = {
  resourceId: 'rig', kindId: null, mode: null, band: 'any', validFrom: day(-10), validUntil: null, suspendedAt: null, idleDays: null, lastUsedAt: null,
}
const admitted: AdmissionFact = { layer: 'general', universityId: 'a', labId: null, roomId: null, validFrom: day(-10), validUntil: null }
const certified: CertificateFact = { kind: 'laser', validFrom: null, validUntil: '2026-12-31', state: 'verified' }
const asked: AdmissionRule = {
  id: 'r', universityId: null, labId: null, roomId: null, hazardClass: null, upToLevel: null, needsGeneral: false, needsLocal: false,
  commitment: null, certificate: null, needsDeclaration: false, forbidsLoneNight: false,
}
const training: QualificationRule = {
  id: 'q', resourceId: 'rig', kindId: null, labId: null, mode: null, band: 'any', needsTheory: true, needsPractical: true, supervisedSessions: 2, needsExam: false,
}
const table: Recognition = {
  layer: 'general', fromUniversityId: 'a', toUniversityId: 'b', fromLabId: null, toLabId: null, fromResourceId: null, toResourceId: null,
  startsAt: day(-100), endsAt: null, localPartZh: null, localPartEn: null,
}
const held = (some: Partial<HeldFacts>): HeldFacts => ({ ...NOTHING_HELD, ...some })
const book = (some: Partial<RuleBook>): RuleBook => ({ ...NO_RULES, ...some })
const usable = (own: Partial<HeldFacts>, rules: Partial<RuleBook>, { where = place, at = NOW, isNight = false } = {}) =>
  judgeFitness(held(own), where, book(rules), { at, isNight }).usable
const person = (own: Partial<HeldFacts>): EligiblePerson => ({ status: 'active', homeUniversityId: 'a', homeKind: 'student', ...held(own) })

describe('a qualification', () => {
  const where = { ...place, needsQualification: true }

  it('is asked for working alone only, and counts for the resource or its kind', () => {
    expect(usable({}, {}, { where })).toEqual(['assisted_booking'])
    expect(usable({ qualifications: [qualified] }, {}, { where })).toContain('self_operation')
    expect(usable({ qualifications: [{ ...qualified, resourceId: null, kindId: 'kind' }] }, {}, { where })).toContain('self_operation')
    expect(usable({ qualifications: [{ ...qualified, resourceId: 'other', kindId: 'kind' }] }, {}, { where })).not.toContain('self_operation')
  })

  it('ends at the very instant of its end, by date, by want of use, by suspension', () => {
    const ends: Partial<QualificationFact>[] = [{ validUntil: NOW }, { idleDays: 10 }, { idleDays: 3, lastUsedAt: day(-3) }, { suspendedAt: NOW }]
    for (const end of ends) {
      const own = { qualifications: [{ ...qualified, ...end }] }
      expect(usable(own, {}, { where })).not.toContain('self_operation')
      expect(usable(own, {}, { where, at: new Date(NOW.getTime() - 1) })).toContain('self_operation')
    }
  })

  it('for any time covers the night unless a rule for the night exists', () => {
    const night: QualificationRule = { ...training, id: 'n', band: 'night' }
    expect(usable({ qualifications: [qualified] }, { qualificationRules: [training] }, { isNight: true })).toContain('self_operation')
    expect(usable({ qualifications: [qualified] }, { qualificationRules: [training, night] }, { isNight: true })).not.toContain('self_operation')
    expect(usable({ qualifications: [qualified] }, { qualificationRules: [training, night] })).toContain('self_operation')
    expect(usable({ qualifications: [{ ...qualified, band: 'night' }] }, { qualificationRules: [training, night] }, { isNight: true })).toContain('self_operation')
  })

  it('is reached by the steps of the most particular rule', () => {
    const rules = { qualificationRules: [{ ...training, id: 'lab', resourceId: null, labId: 'lab', needsExam: true, supervisedSessions: 9 }, training] }
    const steps = [{ resourceId: 'rig', kindId: null, kind: 'theory' as const, at: NOW }, { resourceId: null, kindId: 'kind', kind: 'supervised' as const, at: NOW }]
    const { reasons, standing } = judgeEligibility(person({ steps }), place, book(rules), NOW)
    expect(standing).toBe('may_with_steps')
    expect(reasons).toMatchObject([{ code: 'qualification', left: [{ kind: 'practical', count: 1 }, { kind: 'supervised', count: 1 }], fix: { kind: 'training' } }])
  })

  it('of another machine counts only where it is listed', () => {
    const own = { qualifications: [{ ...qualified, resourceId: 'twin' }] }
    const listed: Recognition = { ...table, layer: 'qualification', fromUniversityId: null, toUniversityId: null, fromResourceId: 'twin', toResourceId: 'rig' }
    expect(usable(own, {}, { where })).not.toContain('self_operation')
    expect(usable(own, { recognitions: [listed] }, { where })).toContain('self_operation')
    expect(usable(own, { recognitions: [{ ...listed, toResourceId: 'else' }] }, { where })).not.toContain('self_operation')
    expect(usable(own, { recognitions: [{ ...listed, endsAt: NOW }] }, { where })).not.toContain('self_operation')
  })
})

describe('safety admission', () => {
  const general = { admissionRules: [{ ...asked, needsGeneral: true }] }

  it('counts where it was given, and elsewhere by the table', () => {
    expect(usable({ admissions: [{ ...admitted, universityId: 'b' }] }, general)).toEqual(place.modes)
    expect(usable({ admissions: [admitted] }, general)).toEqual([])
    expect(usable({ admissions: [admitted] }, { ...general, recognitions: [table] })).toEqual(place.modes)
    expect(usable({ admissions: [admitted] }, { ...general, recognitions: [{ ...table, toUniversityId: null }] })).toEqual(place.modes)
    expect(usable({ admissions: [admitted] }, { ...general, recognitions: [{ ...table, toUniversityId: 'c' }] })).toEqual([])
    expect(usable({ admissions: [{ ...admitted, validUntil: NOW }] }, { ...general, recognitions: [table] })).toEqual([])
  })

  it('recognised with a local part leaves the part due until the lab admits', () => {
    const rules = { ...general, recognitions: [{ ...table, localPartZh: '入室培训', localPartEn: '1 h introduction' }] }
    const open = judgeEligibility(person({ admissions: [admitted] }), place, book(rules), NOW)
    expect(open).toMatchObject({ standing: 'may_with_steps', recognisedFrom: 'a', usable: [] })
    expect(open.reasons).toMatchObject([{ code: 'local', from: 'a', partEn: '1 h introduction', fix: { kind: 'introduction', labId: 'lab' } }])
    const here: AdmissionFact = { ...admitted, layer: 'local', universityId: null, labId: 'lab' }
    expect(usable({ admissions: [admitted, here] }, rules)).toEqual(place.modes)
  })

  it('is not asked of who sends samples or works from afar', () => {
    const where = { ...place, modes: ['entrusted_test', 'remote'] as const }
    expect(usable({}, { admissionRules: [{ ...asked, needsGeneral: true, needsLocal: true, certificate: 'laser' }] }, { where })).toEqual(where.modes)
  })

  it('speaks of rooms of a class and of a level or more dangerous ones', () => {
    const rules = (rule: Partial<AdmissionRule>) => ({ admissionRules: [{ ...asked, needsLocal: true, ...rule }] })
    expect(usable({}, rules({ upToLevel: 1 }))).toEqual(place.modes)
    expect(usable({}, rules({ upToLevel: 2 }))).toEqual([])
    expect(usable({}, rules({ upToLevel: 4 }), { where: { ...place, safetyLevel: null } })).toEqual(place.modes)
    expect(usable({}, rules({ hazardClass: 'radiation' }))).toEqual(place.modes)
    expect(usable({}, rules({ roomId: 'other' }))).toEqual(place.modes)
  })
})

describe('a certificate', () => {
  const rules = { admissionRules: [{ ...asked, certificate: 'laser' as const }] }
  const endOfDay = new Date('2026-11-23T16:00:00Z')

  it('is valid through the end of its last day on the campus, and only when verified', () => {
    const own = { certificates: [{ ...certified, validUntil: '2026-11-23' }] }
    expect(usable(own, rules, { at: new Date(endOfDay.getTime() - 1) })).toEqual(place.modes)
    expect(usable(own, rules, { at: endOfDay })).toEqual([])
    expect(usable({ certificates: [{ ...certified, state: 'waiting' }] }, rules)).toEqual([])
    const yesterday = person({ certificates: [{ ...certified, validUntil: '2026-11-22' }] })
    expect(judgeEligibility(yesterday, place, book(rules), NOW).reasons).toMatchObject([{ code: 'certificate', state: 'expired', fix: { kind: 'certificates' } }])
  })
})

it('people belong wherever an affiliation of theirs runs', () => {
  const own = { ...place, shareScope: 'own_university' as const }
  const standing = (one: Partial<EligiblePerson>) => judgeEligibility({ ...person({}), ...one }, own, NO_RULES, NOW).reasons.map((each) => each.code)
  const stay = { universityId: 'b', kind: 'visitor', isHome: false, partnerId: null }
  expect(standing({})).toEqual(['not_shared'])
  expect(standing({ affiliations: [stay] })).toEqual([])
  expect(standing({ homeUniversityId: null, homeKind: null })).toEqual(['affiliation_missing'])
  expect(standing({ homeUniversityId: null, homeKind: null, affiliations: [stay] })).toEqual([])
  // Through a partner nobody becomes a member's own.
  expect(standing({ affiliations: [{ ...stay, partnerId: 'firm' }] })).toEqual(['not_shared'])
})

it('a commitment holds for the text in force', () => {
  const rules = { admissionRules: [{ ...asked, commitment: 'chem' }], texts: { chem: { id: 'v2', titleZh: null, titleEn: null } } }
  expect(usable({ acceptedIds: ['v1'] }, rules)).toEqual([])
  expect(usable({ acceptedIds: ['v1', 'v2'] }, rules)).toEqual(place.modes)
})

it('the night is 22:00 to 6:00 on the campus', () => {
  const touches = (from: string, to: string) => touchesNight({ start: new Date(`2026-11-23T${from}:00+08:00`), end: new Date(`2026-11-23T${to}:00+08:00`) }, 'Asia/Shanghai')
  expect(touches('20:00', '22:00')).toBe(false)
  expect(touches('20:00', '22:01')).toBe(true)
  expect(touches('05:59', '08:00')).toBe(true)
  expect(touches('06:00', '08:00')).toBe(false)
})

const id = fc.constantFrom('rig', 'twin')
const some = <T>(each: fc.Arbitrary<T>) => fc.option(each, { nil: null })
const when = fc.integer({ min: -3, max: 3 }).map(day)
const mode = some(fc.constantFrom<ResourceMode>('self_operation', 'assisted_booking'))
const band = fc.constantFrom('any' as const, 'night' as const)
const qualifications = fc.record<QualificationFact>({
  resourceId: some(id), kindId: some(fc.constant('kind')), mode, band, validFrom: when, validUntil: some(when), suspendedAt: some(when),
  idleDays: some(fc.integer({ min: 1, max: 4 })), lastUsedAt: some(when),
})
const admissions = fc.record<AdmissionFact>({
  layer: fc.constantFrom('general', 'local'), universityId: some(fc.constantFrom('a', 'b')), labId: some(fc.constantFrom('lab', 'lab2')),
  roomId: some(fc.constantFrom('room', 'room2')), validFrom: when, validUntil: some(when),
})
const certificates = fc.record<CertificateFact>({
  kind: fc.constantFrom('laser', 'radiation'), validFrom: some(fc.constant('2026-11-22')),
  validUntil: fc.constantFrom('2026-11-21', '2026-11-23', '2026-12-01'), state: fc.constantFrom('waiting', 'verified', 'refused'),
})
const anyHeld: fc.Arbitrary<HeldFacts> = fc.record({
  qualifications: fc.array(qualifications, { maxLength: 3 }), admissions: fc.array(admissions, { maxLength: 3 }),
  certificates: fc.array(certificates, { maxLength: 2 }), acceptedIds: fc.subarray(['t1', 't2']), steps: fc.constant([]),
})
const anyBook: fc.Arbitrary<RuleBook> = fc.record({
  qualificationRules: fc.array(fc.record<QualificationRule>({
    id: fc.string(), resourceId: some(id), kindId: some(fc.constant('kind')), labId: some(fc.constantFrom('lab', 'lab2')), mode, band,
    needsTheory: fc.boolean(), needsPractical: fc.boolean(), supervisedSessions: fc.nat(2), needsExam: fc.boolean(),
  }), { maxLength: 3 }),
  admissionRules: fc.array(fc.record<AdmissionRule>({
    id: fc.string(), universityId: some(fc.constantFrom('a', 'b')), labId: fc.constant(null), roomId: some(fc.constantFrom('room', 'room2')),
    hazardClass: fc.constant(null), upToLevel: some(fc.integer({ min: 1, max: 4 })), needsGeneral: fc.boolean(), needsLocal: fc.boolean(),
    commitment: some(fc.constantFrom('k1', 'k2')), certificate: some(fc.constantFrom('laser', 'radiation')), needsDeclaration: fc.boolean(), forbidsLoneNight: fc.boolean(),
  }), { maxLength: 3 }),
  recognitions: fc.array(fc.record<Recognition>({
    layer: fc.constantFrom('general', 'local', 'qualification'), fromUniversityId: some(fc.constantFrom('a', 'b')), toUniversityId: some(fc.constantFrom('a', 'b')),
    fromLabId: some(fc.constantFrom('lab', 'lab2')), toLabId: some(fc.constantFrom('lab', 'lab2')), fromResourceId: some(id), toResourceId: some(id),
    startsAt: when, endsAt: some(when), localPartZh: some(fc.constant('part')), localPartEn: fc.constant(null),
  }), { maxLength: 3 }),
  texts: fc.constant({ k1: { id: 't1', titleZh: null, titleEn: null } }),
})
const where = fc.boolean().map((needsQualification) => ({ ...place, needsQualification }))
const asking = fc.record({ at: when, isNight: fc.boolean() })
const covers = (more: readonly string[], less: readonly string[]) => less.every((each) => more.includes(each))

describe('for whatever is held and whatever the rules', () => {
  it('what is added takes no right away, and what is taken away adds none', () => {
    fc.assert(
      fc.property(anyHeld, anyHeld, anyBook, where, asking, (own, added, rules, at, ask) => {
        const both: HeldFacts = {
          qualifications: [...own.qualifications, ...added.qualifications],
          admissions: [...own.admissions, ...added.admissions],
          certificates: [...own.certificates, ...added.certificates],
          acceptedIds: [...own.acceptedIds, ...added.acceptedIds],
          steps: [],
        }
        expect(covers(judgeFitness(both, at, rules, ask).usable, judgeFitness(own, at, rules, ask).usable)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it('what ends is worth nothing from its instant on, and all until then', () => {
    fc.assert(
      fc.property(anyHeld, qualifications, admissions, anyBook, where, asking, (own, qualification, admission, rules, at, ask) => {
        const usableWith = (some: Partial<HeldFacts>) => judgeFitness({ ...own, ...some }, at, rules, ask).usable
        const justAfter = new Date(ask.at.getTime() + 1)
        const until = (validUntil: Date | null) => ({
          qualifications: [...own.qualifications, { ...qualification, validUntil, idleDays: null, suspendedAt: null }],
          admissions: [...own.admissions, { ...admission, validUntil }],
        })
        expect(usableWith(until(ask.at))).toEqual(usableWith({}))
        expect(usableWith(until(justAfter))).toEqual(usableWith(until(null)))
        const suspended = { qualifications: [...own.qualifications, { ...qualification, validUntil: null, suspendedAt: ask.at }] }
        expect(usableWith(suspended)).toEqual(usableWith({}))
      }),
      { numRuns: 1000 },
    )
  })

  it('recognition never widens beyond its table', () => {
    fc.assert(
      fc.property(anyHeld, anyBook, where, asking, (own, rules, at, ask) => {
        // Rows that speak of other places, or not of what is held, change nothing.
        const [lab, university] = [at.labId, at.universityId]
        const mine = rules.recognitions.filter((each) =>
          each.layer === 'general' ? each.fromUniversityId !== null && (each.toUniversityId ?? university) === university
            : each.layer === 'local' ? each.fromLabId !== null && each.toLabId === lab
              : each.fromResourceId !== null && each.toResourceId === at.id)
        const running = mine.filter((each) => each.startsAt <= ask.at && (each.endsAt === null || ask.at < each.endsAt))
        const narrow = judgeFitness(own, at, { ...rules, recognitions: running }, ask).usable
        expect(judgeFitness(own, at, rules, ask).usable).toEqual(narrow)
        expect(covers(narrow, judgeFitness(own, at, { ...rules, recognitions: [] }, ask).usable)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it('a place is judged alike by the whole book and by its own pages of it', () => {
    fc.assert(
      fc.property(anyHeld, anyBook, where, asking, (own, rules, at: PlaceFacts, ask) => {
        expect(judgeFitness(own, at, rulesByPlace(rules)(at), ask)).toEqual(judgeFitness(own, at, rules, ask))
      }),
    )
  })
})
