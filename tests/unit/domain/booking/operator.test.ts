import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attendanceChoices, attendedParts, chooseAttendance } from '~/domain/booking/attendance'
import { ATTENDANCES, type OperatorFacts } from '~/domain/booking/facts'
import { assistedParts, chooseOperator, minutesThatWeek } from '~/domain/booking/operator'
import { DEFAULT_POLICY } from '~/domain/scheduling/policy'
import { addMinutes, contains, minutes, overlaps, type Period } from '~/domain/time/interval'

const MONDAY = new Date('2026-11-22T16:00:00Z')
const hour = (n: number) => addMinutes(MONDAY, n * 60)
const span = (from: number, to: number): Period => ({ start: hour(from), end: hour(to) })
const RESOURCE = 'r'

const operator = (id: string, wish: { duty?: Period[]; taken?: Period[]; promised?: Period[]; runs?: string[] } = {}): OperatorFacts => ({
  id, universityId: 'a', timeZone: 'Asia/Shanghai', exceptions: [], calendarDays: [],
  schedules: [{ validFrom: '2026-01-01', validTo: null, observesHolidays: false, weekly: ([1, 2, 3, 4, 5, 6, 7] as const).map((weekday) => ({ weekday, from: 0, to: 1440 })) }],
  taken: (wish.taken ?? []).map((each, at) => ({ ...each, allocationId: `${id}${at}`, resourceId: id, unit: 1, cause: 'booking' as const })),
  promised: wish.promised ?? wish.taken ?? [],
  runs: wish.runs ?? [RESOURCE],
})
const ask = (all: OperatorFacts[], period: Period, more: Partial<Parameters<typeof chooseOperator>[1]> = {}, kept: Record<string, string> = {}) =>
  chooseOperator({ operators: { all, kept } }, { resourceId: RESOURCE, mode: 'assisted_booking', period, attendance: 'whole', earlier: [], ...more })

const period = fc.tuple(fc.integer({ min: 0, max: 160 }), fc.integer({ min: 1, max: 30 })).map(([from, length]) => span(from, from + length))
const attendance = fc.constantFrom(...ATTENDANCES)

describe('who assists', () => {
  it('is free in every part, and has the fewest hours of those who are; nobody only where nobody is free', () => {
    fc.assert(fc.property(fc.array(fc.array(period, { maxLength: 5 }), { minLength: 1, maxLength: 5 }), period, attendance, (taken, wish, when) => {
      const all = taken.map((each, at) => operator(`o${at}`, { taken: each }))
      const parts = assistedParts(wish, when)
      const free = all.filter((each) => !each.taken.some((held) => parts.some((part) => overlaps(held, part))))
      const chosen = ask(all, wish, { attendance: when })
      expect(chosen.operatorId === null).toBe(free.length === 0)
      if (chosen.operatorId === null) {
        expect(chosen.problems.map(({ code }) => code)).toEqual(['operators_taken'])
        return
      }
      const found = free.find(({ id }) => id === chosen.operatorId)!
      expect(free.every((each) => minutesThatWeek(each, wish.start) >= minutesThatWeek(found, wish.start))).toBe(true)
      expect(chosen.occupations.map(({ start, end }) => ({ start, end }))).toEqual(parts)
    }))
  })

  it('stays with whoever is promised while they can', () => {
    const all = [operator('o0'), operator('o1', { taken: [span(1, 9)] })]
    expect(ask(all, span(10, 11), {}, { [RESOURCE]: 'o1' }).operatorId).toBe('o1')
    expect(ask(all, span(8, 9), {}, { [RESOURCE]: 'o1' }).operatorId).toBe('o0')
  })

  it('is nobody where the use is not assisted or nobody is named, and refused off duty', () => {
    expect(ask([operator('o0')], span(9, 10), { mode: 'self_operation' })).toEqual({ operatorId: null, occupations: [], problems: [] })
    expect(ask([operator('o0', { runs: ['other'] })], span(9, 10))).toEqual({ operatorId: null, occupations: [], problems: [] })
    const off = { ...operator('o0'), schedules: [] }
    expect(ask([off], span(9, 10)).problems.map(({ code }) => code)).toEqual(['no_operator_on_duty'])
  })

  it('is not who another item of the booking has already', () => {
    const earlier = [{ ...span(9, 10), resourceId: 'o0', unit: 1 }]
    expect(ask([operator('o0'), operator('o1', { promised: [span(0, 5)] })], span(9, 10), { earlier }).operatorId).toBe('o1')
  })

  it('counts a week from Monday to Sunday of the campus', () => {
    const each = operator('o', { promised: [span(-2, 2), span(166, 170)] })
    expect(minutesThatWeek(each, hour(10))).toBe(4 * 60)
  })
})

describe('attendance', () => {
  it('has parts within the period, and never more than asked', () => {
    fc.assert(fc.property(period, attendance, (wish, when) => {
      const parts = attendedParts(wish, when)
      expect(parts.every((part) => contains(wish, part))).toBe(true)
      expect(parts.reduce((sum, part) => sum + minutes(part), 0)).toBeLessThanOrEqual(when === 'none' ? 0 : minutes(wish))
    }))
  })

  it('is as much as the rules ask or more', () => {
    fc.assert(fc.property(attendance, attendance, (rule, asked) => {
      const policy = { ...DEFAULT_POLICY, attendance: rule }
      const isAllowed = ATTENDANCES.indexOf(asked) <= ATTENDANCES.indexOf(rule)
      expect(attendanceChoices(policy, 'self_operation').includes(asked)).toBe(isAllowed)
      const chosen = chooseAttendance(policy, 'self_operation', { attendance: asked })
      expect(chosen.problems.length === 0).toBe(isAllowed)
      expect(chooseAttendance(policy, 'self_operation', { keptAttendance: asked })).toEqual({ attendance: isAllowed ? asked : rule, problems: [] })
      expect(chooseAttendance(policy, 'remote', { attendance: asked })).toEqual({ attendance: 'none', problems: [] })
    }))
  })
})
