import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeStay, termsOverlap } from '~/domain/affiliation/stay'
import { endOf, type KnownPerson, type KnownStay, lastDayOf, placePerson, type Placing } from '~/domain/intake/affiliation'
import { INTAKE_KINDS } from '~/domain/intake/fields'
import { INTAKE_HEADINGS } from '~/domain/intake/headings'
import { asksForIdentity, holdsIdentityNumber } from '~/domain/intake/identity-number'
import { checkPerson, type PersonRow } from '~/domain/intake/row'
import { BASES } from '~/domain/intake/words'
import { proposeFields } from '~/domain/spreadsheet/headings'
import { addDays } from '~/domain/time/zone'

const NOW = new Date('2026-11-23T01:00:00Z')
const plainDay = fc.integer({ min: -900, max: 900 }).map((n) => addDays('2026-11-23', n))
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })
const kinds = fc.constantFrom('student', 'teacher', 'staff', 'visitor')

const row = fc.record<PersonRow>({
  email: fc.constant('one@a.example'), nameZh: fc.constantFrom('甲', '乙'), nameEn: fc.constant(null), kind: kinds, saysKind: fc.boolean(),
  department: optional(fc.constantFrom('x', 'y')), basis: optional(fc.constantFrom(...BASES)), startsOn: optional(plainDay), endsOn: optional(plainDay),
  sponsor: fc.constant(null),
} as unknown as { [K in keyof PersonRow]: fc.Arbitrary<PersonRow[K]> })

/** What somebody belongs to already: never two at one university at a time, never two homes. */
const stays = fc.array(fc.record({ universityId: fc.constantFrom('a', 'b', 'c'), startsOn: plainDay, days: optional(fc.integer({ min: 1, max: 600 })), isHome: fc.boolean() }), { maxLength: 4 }).map((made) => {
  const held: KnownStay[] = []
  for (const { universityId, startsOn, days, isHome } of made) {
    const startsAt = endOf(startsOn)!
    const endsAt = days === null ? null : endOf(addDays(startsOn, days))
    if (held.some((each) => termsOverlap(each, { startsAt, endsAt }) && (each.universityId === universityId || (isHome && each.isHome)))) continue
    held.push({
      id: String(held.length), universityId, universityName: universityId, kind: 'student', basis: isHome ? 'home' : 'visiting', isHome, isConfirmed: true,
      department: null, startsAt, endsAt, sponsor: null,
    })
  }
  return held
})
const known = fc.record({ stays, status: fc.constantFrom('active', 'awaiting_admission', 'suspended', 'merged'), hasPassword: fc.boolean() })
  .map((each): KnownPerson => ({ id: 'p', nameZh: '甲', nameEn: null, ...each }))
const placing: Placing = { universityId: 'a', mailUniversity: null, now: NOW, before: null, sponsor: 'none' }

describe('placing a row of people', () => {
  it('never leaves somebody with two homes, or twice at one university, at a time', () => {
    fc.assert(fc.property(row, optional(known), (wanted, person) => {
      const { deed, outcome, problems } = placePerson(wanted, person, placing)
      expect(outcome === 'refused').toBe(problems.length > 0)
      if (deed === null) return
      const others = (person?.stays ?? []).filter(({ id }) => id !== deed.stayId)
      const placed = { ...deed, universityId: 'a', isHome: deed.basis === 'home' }
      for (const other of others) {
        if (!termsOverlap(other, placed)) continue
        expect(other.universityId).not.toBe('a')
        expect(other.isHome && placed.isHome).toBe(false)
      }
    }))
  })

  it('lets nothing through that a coordinator could not write down by hand', () => {
    fc.assert(fc.property(row, optional(known), (wanted, person) => {
      const { deed } = placePerson(wanted, person, placing)
      if (deed === null || deed.stayId !== null) return
      const others = (person?.stays ?? []).map((each) => ({ ...each, confirmedAt: NOW }))
      const rules = judgeStay({ ...deed, universityId: 'a' }, others, NOW).flatMap((each) => (each.code === 'field_invalid' ? [each.params.rule] : []))
      // A file may tell of what is over; a form may not.
      expect(rules.filter((rule) => rule !== 'affiliations.rules.over')).toEqual([])
    }))
  })

  it('opens no account that was suspended or merged', () => {
    fc.assert(fc.property(row, known, (wanted, person) => {
      if (person.status !== 'suspended' && person.status !== 'merged') return
      const { outcome } = placePerson(wanted, person, placing)
      expect(['refused', 'same']).toContain(outcome)
    }))
  })
})

it('a last day and the instant after it are one another’s', () => {
  fc.assert(fc.property(plainDay, (day) => { expect(lastDayOf(endOf(day))).toBe(day) }))
})

describe('identity-card numbers', () => {
  const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const number = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 17, maxLength: 17 })
    .map((digits) => digits.join('') + '10X98765432'[digits.reduce((sum, digit, at) => sum + digit * WEIGHTS[at]!, 0) % 11])

  it('are found whatever stands around them, and refuse the row', () => {
    fc.assert(fc.property(number, fc.constantFrom('', '号：', ' ', '（'), (found, before) => {
      expect(holdsIdentityNumber(`${before}${found}`)).toBe(true)
      expect(holdsIdentityNumber(`${before}${found.slice(0, 6)} ${found.slice(6)}`)).toBe(true)
      const { row: read, problems } = checkPerson({ email: 'one@a.example', nameZh: '甲', department: found }, { today: '2026-11-23', defaultKind: 'student' })
      expect([read, problems.map(({ rule }) => rule)]).toEqual([null, ['identity_number']])
    }))
  })

  it.each(['身份证号', '身份证号码', '证件号码', '护照号', '公民身份号码', 'ID card No.', 'Passport'])('a column %s is no field of ours, of whatever kind of file', (heading) => {
    expect(asksForIdentity(heading)).toBe(true)
    for (const kind of INTAKE_KINDS) expect(proposeFields(INTAKE_HEADINGS[kind], [heading])).toEqual([null])
  })
})

describe('no form', () => {
  const sources = import.meta.glob<string>(['/app/features/**/{schema,form,fields}.ts', '/app/domain/**/fields.ts', '/app/routes/*.tsx', '/app/features/**/components/*.tsx'], { query: '?raw', import: 'default', eager: true })
  const ASKS = /(id_?card|identity_?(card|number|no)|national_?id|citizen_?(id|number)|passport|身份证|证件号)/i
  /** Names of fields: keys of an object, `name="…"`, `'name'`. */
  const namesIn = (text: string) => [...text.matchAll(/(?:^|[\s{,(])(\w+):|name="([^"]+)"|'([\w-]+)'/gm)].map((found) => found[1] ?? found[2] ?? found[3] ?? '')

  it('asks for an identity card', () => {
    const asking = Object.entries(sources).flatMap(([file, text]) => namesIn(text).filter((name) => ASKS.test(name) && name !== 'identity_number').map((name) => `${file}: ${name}`))
    expect(Object.keys(sources).length).toBeGreaterThan(100)
    expect(asking).toEqual([])
    expect(namesIn('<input name="idCardNumber" />').some((name) => ASKS.test(name))).toBe(true)
  })
})
