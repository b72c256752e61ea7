import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDatedJson, writeDatedJson } from '~/platform/dated-json'

describe('dated JSON', () => {
  it('gives instants back as instants, and texts that look like them as texts', () => {
    const value = { at: new Date('2026-11-23T01:00:00Z'), text: '2026-11-23T01:00:00.000Z', deep: [{ from: new Date(0), none: null }] }
    expect(readDatedJson(writeDatedJson(value))).toEqual(value)
    expect(readDatedJson<Date>(writeDatedJson(value.at))).toEqual(value.at)
  })

  it('is the identity on whatever JSON can hold', () => {
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.date({ noInvalidDate: true }))
    const tree = fc.letrec((tie) => ({ value: fc.oneof(leaf, fc.array(tie('value')), fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), tie('value'), { noNullPrototype: true })) })).value
    fc.assert(fc.property(tree, (value) => {
      expect(readDatedJson(writeDatedJson({ value }))).toEqual({ value })
    }))
  })
})
