import { describe, expect, it } from 'vitest'
import en from '~/i18n/messages/en'
import zh from '~/i18n/messages/zh-CN'

type Words = { readonly [key: string]: string | Words }

/** Pairs of a control's seen word (`end`) and its spoken name (`endNamed`), wherever they stand. */
function pairs(words: Words, path: string): { path: string; seen: string; spoken: string }[] {
  return Object.entries(words).flatMap(([key, value]) => {
    if (typeof value !== 'string') return pairs(value, `${path}.${key}`)
    const seen = key.endsWith('Named') ? words[key.slice(0, -'Named'.length)] : undefined
    return typeof seen === 'string' ? [{ path: `${path}.${key}`, seen, spoken: value }] : []
  })
}

describe.each([['zh-CN', zh as Words], ['en', en as Words]])('%s', (locale, words) => {
  const found = pairs(words, locale)

  it('has controls named more fully than they look', () => expect(found.length).toBeGreaterThan(10))

  it.each(found)('$path holds the word that is seen (WCAG 2.5.3)', ({ seen, spoken }) => {
    expect(spoken.toLowerCase()).toContain(seen.toLowerCase())
  })
})
