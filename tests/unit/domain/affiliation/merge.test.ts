import fc from 'fast-check'
import { expect, it } from 'vitest'
import { mergeClosesCircle, mergeStays, type MergingStay } from '~/domain/affiliation/merge'
import { termsOverlap } from '~/domain/affiliation/stay'

const day = fc.integer({ min: 0, max: 40 }).map((n) => new Date(Date.UTC(2026, 0, 1 + n)))
const stay = fc.record({
  universityId: fc.constantFrom('a', 'b', 'c'), startsAt: day, endsAt: fc.option(day), isHome: fc.boolean(), isKept: fc.boolean(), isConfirmed: fc.boolean(),
}).map(({ isConfirmed, ...each }) => ({ ...each, confirmedAt: isConfirmed ? each.startsAt : null }))

const clash = (a: MergingStay, b: MergingStay) => termsOverlap(a, b) && (a.universityId === b.universityId || (a.isHome && b.isHome))

it('what is left never clashes, nothing is lost, and a home yields to nothing but a home', () => {
  fc.assert(fc.property(fc.array(stay, { maxLength: 8 }), (made) => {
    const all: MergingStay[] = made.map((each, at) => ({ ...each, id: String(at) }))
    const { moves, ends } = mergeStays(all)
    const left = [...moves, ...all.filter((each) => each.isKept && !ends.includes(each))]
    left.forEach((a, at) => left.slice(at + 1).forEach((b) => expect(clash(a, b)).toBe(false)))
    expect(left.length + ends.length).toBe(all.length)
    for (const each of ends) expect(left.some((other) => clash(other, each) && (other.isHome || !each.isHome))).toBe(true)
  }))
})

it('where nothing clashes, everything passes over and the kept account is left alone', () => {
  const term = { startsAt: new Date(0), endsAt: null, isHome: false, confirmedAt: new Date(0) }
  const stays = [{ ...term, id: '1', universityId: 'a', isKept: true }, { ...term, id: '2', universityId: 'b', isKept: false }]
  expect(mergeStays(stays)).toEqual({ moves: [stays[1]], ends: [] })
})

it('finds who would answer for themselves, through others too', () => {
  const term = { startsAt: new Date(0), endsAt: null }
  expect(mergeClosesCircle('g', 'k', [{ ...term, personId: 'g', sponsorId: 'k' }])).toBe(true)
  expect(mergeClosesCircle('g', 'k', [{ ...term, personId: 'g', sponsorId: 'x' }, { ...term, personId: 'x', sponsorId: 'k' }])).toBe(true)
  expect(mergeClosesCircle('g', 'k', [{ ...term, personId: 'g', sponsorId: 'x' }, { ...term, personId: 'k', sponsorId: 'x' }])).toBe(false)
})
