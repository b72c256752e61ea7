import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changesBetween } from '~/domain/catalogue/changes'
import { canMoveTo, isOpened } from '~/domain/catalogue/classes'
import { fenOfYuan, yuanOfFen } from '~/domain/pricing/yuan'

describe('amounts in yuan', () => {
  it('come back as they were written', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 99_999_999_999_999 }), (fen) => fenOfYuan(yuanOfFen(fen)) === fen))
  })

  it.each([['1,200', 120_000], ['¥35.5', 3550], ['１２．３０', 1230], [' 0 ', 0], ['1 000.01', 100_001]])('reads %s', (text, fen) => {
    expect(fenOfYuan(text)).toBe(fen)
  })

  it.each(['', '-1', '1.234', '1e5', 'NaN', '12万', '0x10', '9999999999999', '1.', '.5', '=1+1'])('refuses %s', (text) => {
    expect(fenOfYuan(text)).toBeNull()
  })
})

describe('changes', () => {
  it('are what differs, lists being sets', () => {
    const before = { name: 'a', tags: ['x', 'y'], value: 1, gone: null, other: 'kept' }
    const after = { name: 'b', tags: ['y', 'x'], value: null, gone: null, fresh: true }
    expect(changesBetween(before, after)).toEqual({
      name: { from: 'a', to: 'b' },
      value: { from: 1, to: null },
      fresh: { from: null, to: true },
    })
  })

  it('are none between a thing and itself', () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string()))
    fc.assert(fc.property(fc.dictionary(fc.string(), value), (each) => Object.keys(changesBetween(each, each)).length === 0))
  })
})

it('a draft is published once, what is retired comes back as published, and only the alliance counts as open', () => {
  expect([canMoveTo('draft', 'active'), canMoveTo('active', 'draft'), canMoveTo('retired', 'active'), canMoveTo('active', 'retired')]).toEqual([true, false, true, true])
  expect((['own_university', 'alliance', 'all', 'contact_only'] as const).map(isOpened)).toEqual([false, true, true, false])
})
