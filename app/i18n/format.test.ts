import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formatCount,
  formatDate,
  formatDateTime,
  formatDuration,
  formatHours,
  formatMoney,
  formatMonth,
  formatPeriod,
  formatPlainDate,
  formatRelative,
  formatTimeRange,
  formatZone,
} from '~/i18n/format'

const zh = { locale: 'zh-CN', timeZone: 'Asia/Shanghai' } as const
const en = { locale: 'en', timeZone: 'Asia/Shanghai' } as const
const at = (text: string) => new Date(`${text}+08:00`)
const from = (start: string, end: string) => ({ start: at(start), end: at(end) })

describe('a period', () => {
  test('of one day reads as agreed, in the campus’s zone', () => {
    const period = from('2026-11-24T14:00', '2026-11-24T17:00')
    expect(formatPeriod(period, zh)).toBe('11月24日 周二 14:00–17:00')
    expect(formatPeriod(period, en)).toBe('Tue 24 Nov, 14:00–17:00')
  })

  test('names the zone only when the reader’s clock shows another time', () => {
    const period = from('2026-11-24T14:00', '2026-11-24T17:00')
    const reader = (viewerTimeZone: string) => formatPeriod(period, { ...en, viewerTimeZone })
    expect(reader('Europe/Berlin')).toBe('Tue 24 Nov, 14:00–17:00 (Beijing time)')
    expect(reader('Asia/Singapore')).toBe('Tue 24 Nov, 14:00–17:00')
    expect(formatPeriod(period, { ...zh, viewerTimeZone: 'UTC' })).toMatch(/（北京时间）$/)
  })

  test('over midnight names both days; an end at midnight reads 24:00', () => {
    expect(formatPeriod(from('2026-11-24T22:00', '2026-11-25T06:00'), zh)).toBe(
      '11月24日 周二 22:00 – 11月25日 周三 06:00',
    )
    expect(formatPeriod(from('2026-11-24T22:00', '2026-11-25T00:00'), en)).toBe(
      'Tue 24 Nov, 22:00–24:00',
    )
  })

  test('of whole days says so', () => {
    expect(formatPeriod(from('2026-11-24T00:00', '2026-11-25T00:00'), zh)).toBe('11月24日 周二 全天')
    expect(formatPeriod(from('2026-11-24T00:00', '2026-11-27T00:00'), en)).toBe(
      'Tue 24 Nov – Thu 26 Nov, all day',
    )
  })

  test('of another year names it', () => {
    const period = from('2027-01-04T09:00', '2027-01-04T10:00')
    const now = at('2026-12-30T09:00')
    expect(formatPeriod(period, { ...zh, now })).toBe('2027年1月4日 周一 09:00–10:00')
    expect(formatPeriod(period, { ...en, now })).toBe('Mon 4 Jan 2027, 09:00–10:00')
  })
})

test('dates and times do not depend on the machine’s zone', () => {
  const instant = at('2026-11-24T00:30')
  expect(formatDate(instant, zh)).toBe('11月24日 周二')
  expect(formatDateTime(instant, en)).toBe('Tue 24 Nov, 00:30')
  expect(formatPlainDate('2026-11-24', 'en')).toBe('Tue 24 Nov')
  expect(formatMonth(instant, zh)).toBe('2026年11月')
  expect(formatMonth(instant, en)).toBe('November 2026')
  expect(formatTimeRange(from('2026-11-24T18:00', '2026-11-25T00:00'), zh)).toBe('18:00–24:00')
})

test('a zone without a name of ours is told by its offset', () => {
  expect(formatZone('Asia/Kathmandu', 'en', at('2026-11-24T00:00'))).toBe('UTC+5:45')
  expect(formatZone('America/New_York', 'en', at('2026-11-24T00:00'))).toBe('UTC−5')
  expect(formatZone('America/New_York', 'en', at('2026-07-01T00:00'))).toBe('UTC−4')
  expect(formatZone('UTC', 'zh-CN', at('2026-07-01T00:00'))).toBe('UTC')
})

test('durations and hours', () => {
  expect(formatDuration(90, 'zh-CN')).toBe('1小时30分钟')
  expect(formatDuration(90, 'en')).toBe('1 h 30 min')
  expect(formatDuration(1440, 'en')).toBe('1 day')
  expect(formatDuration(2 * 1440 + 60, 'zh-CN')).toBe('2天1小时')
  expect(formatDuration(0, 'en')).toBe('0 min')
  expect(formatHours(45_000, 'en')).toBe('12.5 h')
})

test('money is exact to the fen at any size', () => {
  expect(formatMoney(120_000, 'zh-CN')).toBe('¥1,200')
  expect(formatMoney(350_050, 'en')).toBe('¥3,500.50')
  expect(formatMoney(-5, 'en')).toBe('−¥0.05')
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), (fen) => {
      const [yuan = '', cents = '00'] = formatMoney(fen, 'en').replace(/[¥,]/g, '').split('.')
      const size = BigInt(yuan.replace('−', '')) * 100n + BigInt(cents)
      expect(yuan.startsWith('−') ? -size : size).toBe(fen)
    }),
  )
})

test('counts are exact while small', () => {
  expect(formatCount(9_999, 'zh-CN')).toBe('9,999')
  expect(formatCount(12_345, 'zh-CN')).toBe('1.2万')
})

test('what is near is told in words', () => {
  const now = at('2026-11-24T10:00')
  expect(formatRelative(at('2026-11-27T10:00'), now, 'en')).toBe('in 3 days')
  expect(formatRelative(at('2026-11-27T10:00'), now, 'zh-CN')).toBe('3天后')
  expect(formatRelative(at('2026-11-24T09:30'), now, 'en')).toBe('30 minutes ago')
})
