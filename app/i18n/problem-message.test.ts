import { describe, expect, test } from 'vitest'
import { problem } from '~/domain/problem'
import type { Problem } from '~/domain/problem'
import { problemMessage } from '~/i18n/problem-message'
import { createTranslator } from '~/i18n/translator'

const timeZone = 'Asia/Shanghai'
const say = (each: Problem, locale: 'zh-CN' | 'en') =>
  problemMessage(createTranslator(locale), each, { locale, timeZone })

const outside = (opening: { start: string; end: string }[]) =>
  say(problem('outside_opening_hours', { opening }), 'en')

describe('a problem', () => {
  test('says when there is room, in the campus’s time', () => {
    const nextFree = [{ start: '2026-11-24T06:00:00.000Z', end: '2026-11-24T09:00:00.000Z' }]
    expect(say(problem('slot_taken', { nextFree }), 'zh-CN')).toBe(
      '这个时段已被占用。最近的空闲时段：11月24日 周二 14:00–17:00。',
    )
    expect(say(problem('slot_taken', { nextFree: [] }), 'en')).toContain('no time of this length')
  })

  test('names opening hours shortly for one day, with dates for several', () => {
    const morning = { start: '2026-11-24T01:00:00.000Z', end: '2026-11-24T04:00:00.000Z' }
    const next = { start: '2026-11-25T01:00:00.000Z', end: '2026-11-25T10:00:00.000Z' }
    expect(outside([morning])).toContain('09:00–12:00.')
    expect(outside([morning, next])).toContain('Tue 24 Nov, 09:00–12:00 and Wed 25 Nov, 09:00–18:00')
    expect(outside([])).toContain('Closed')
  })

  test('names modes, states and campuses in the reader’s words', () => {
    const mode = problem('mode_not_offered', { mode: 'remote', offered: ['self_operation'] })
    expect(say(mode, 'en')).toContain('Self-operated')
    expect(say(problem('state_forbids', { status: 'cancelled' }), 'zh-CN')).toContain('已取消')
    const campus = { campusZh: '望江校区', campusEn: 'Wangjiang' }
    const journey = problem('journey_too_short', { minutes: 150, gapMinutes: 60, ...campus })
    expect(say(journey, 'en')).toContain('Wangjiang takes about 2 h 30 min')
  })

  test('shows what it does not know as it is', () => {
    expect(say(problem('state_forbids', { status: 'odd' }), 'en')).toContain('odd')
    const field = problem('field_invalid', { field: 'startsAt', rule: 'too_short:3' })
    expect(say(field, 'en')).toContain('At least 3 characters')
  })
})
