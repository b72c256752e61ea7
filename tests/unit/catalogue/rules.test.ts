import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { displayName, englishName, makerAndModel, secondName } from '~/features/catalogue/display-name'
import { hourlyPrice, priceSpan } from '~/features/catalogue/hourly-price'
import { cursorOf, MAX_FREE_DAYS, parseSearch } from '~/features/finder/schema'
import { distance, probableWord, vocabularyOf } from '~/features/finder/spelling'

const zone = 'Asia/Shanghai'
const now = new Date('2026-11-23T02:00:00Z')
const parse = (address: string) => parseSearch(new URLSearchParams(address), now, zone)

describe('display name', () => {
  const base = { nameZh: '电镜', nameEn: null, maker: 'ZEISS', model: 'GeminiSEM 300', kind: { en: 'Scanning electron microscope' } }

  it('makes a missing English name of kind, maker and model', () => {
    expect(englishName(base)).toBe('Scanning electron microscope (ZEISS GeminiSEM 300)')
    expect(englishName({ ...base, maker: 'custom-built', model: '(in-house)' })).toBe('Scanning electron microscope (custom-built)')
    expect(englishName({ ...base, maker: null, model: '(room)' })).toBe('Scanning electron microscope')
    expect(englishName({ ...base, nameEn: ' SEM ' })).toBe('SEM')
  })

  it('reads in the reader’s language, the other below', () => {
    expect(displayName(base, 'zh-CN')).toEqual({ text: '电镜', lang: 'zh-CN', isFallback: false })
    expect(displayName(base, 'en').lang).toBe('en')
    expect(secondName(base, 'en')?.text).toBe('电镜')
    expect(secondName({ ...base, nameZh: 'SEM', nameEn: 'SEM' }, 'en')).toBeNull()
    expect(makerAndModel({ maker: null, model: '(pilot)' })).toBeNull()
  })
})

describe('hourly price', () => {
  const from = new Date('2026-01-01T00:00:00Z')
  const price = (perHourFen: number, mode: string | null, validFrom = from, validTo: Date | null = null) => ({
    originClass: 'alliance_member' as const,
    perHourFen,
    mode,
    validFrom,
    validTo,
  })
  const modes = ['self_operation', 'entrusted_test']
  const of = (prices: ReturnType<typeof price>[]) => hourlyPrice({ prices, originClass: 'alliance_member', modes, at: now })

  it('takes the mode’s own price before the general one, the latest of several, none from the past or the future', () => {
    expect(of([price(100, null)])).toEqual({ minFen: 100, maxFen: 100 })
    expect(of([price(100, null), price(300, 'entrusted_test')])).toEqual({ minFen: 100, maxFen: 300 })
    expect(of([price(100, null), price(200, null, new Date('2026-06-01T00:00:00Z'))])).toEqual({ minFen: 200, maxFen: 200 })
    expect(of([price(100, null, from, now), price(900, null, new Date('2027-01-01T00:00:00Z'))])).toBeNull()
    expect(of([])).toBeNull()
  })

  it('spans all origins for a visitor', () => {
    expect(priceSpan({ prices: [price(0, null), { ...price(400, null), originClass: 'enterprise' }], modes, at: now })).toEqual({ minFen: 0, maxFen: 400 })
  })
})

describe('a search in the address', () => {
  it('never throws, and keeps its bounds, whatever it reads', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('q', 'university', 'when', 'minMinutes', 'freeFrom', 'freeTo', 'page', 'limit', 'cursor', 'sort'), fc.string({ unit: 'binary', maxLength: 12 })), { maxLength: 6 }), (pairs) => {
        const search = parse(new URLSearchParams(pairs).toString())
        expect(search.page).toBeGreaterThanOrEqual(1)
        expect(search.limit).toBeLessThanOrEqual(100)
        expect(search.q).not.toContain('\0')
        const { start, end } = search.free?.period ?? { start: now, end: new Date(now.getTime() + 1) }
        expect(start.getTime()).toBeGreaterThanOrEqual(now.getTime())
        expect(end.getTime()).toBeGreaterThan(start.getTime())
        expect(end.getTime() - start.getTime()).toBeLessThanOrEqual(MAX_FREE_DAYS * 86_400_000)
      }),
    )
  })

  it('reads when in the campus’s zone', () => {
    expect(parse('when=tomorrow&minMinutes=180').free).toEqual({
      period: { start: new Date('2026-11-23T16:00:00Z'), end: new Date('2026-11-24T16:00:00Z') },
      minutes: 180,
    })
    expect(parse('when=next_week').free?.period.start).toEqual(new Date('2026-11-29T16:00:00Z'))
    expect(parse('freeFrom=2026-11-24T14:00:00%2B08:00&freeTo=2026-11-24T16:00:00%2B08:00').free).toEqual({
      period: { start: new Date('2026-11-24T06:00:00Z'), end: new Date('2026-11-24T08:00:00Z') },
      minutes: 120,
    })
    expect(parse('freeFrom=2026-11-24T14:00:00+08:00').free?.period.start).toEqual(new Date('2026-11-24T06:00:00Z'))
    expect(parse('freeTo=2026-11-01').free).toBeNull()
    expect(parse('').free).toBeNull()
  })

  it('goes on by cursor', () => {
    expect(parse(`cursor=${cursorOf(40)}`).page).toBe(40)
    expect(parse('cursor=zzz&page=3').page).toBe(3)
  })
})

describe('spelling', () => {
  it('measures slips as a metric does', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 })
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(distance(a, b)).toBe(distance(b, a))
        expect(distance(a, b) === 0).toBe(a === b)
        expect(distance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length))
      }),
    )
    expect(distance('cyro', 'cryo')).toBe(1)
    expect(distance('microscpe', 'microscope')).toBe(1)
  })

  it('guesses near words only', () => {
    const vocabulary = vocabularyOf(['Cryo-electron microscope', 'Flow cytometer'])
    expect(probableWord('cyro', vocabulary)).toBe('cryo')
    expect(probableWord('micrscop', vocabulary)).toBe('microscope')
    expect(probableWord('xyz', vocabulary)).toBeNull()
    expect(probableWord('telescope', vocabulary)).toBeNull()
    expect(probableWord('电镜', vocabulary)).toBeNull()
  })
})
