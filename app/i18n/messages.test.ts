import { describe, expect, test } from 'vitest'
import { createTranslator } from 'use-intl/core'
import { locales } from '~/i18n/locale'
import { messagesOf } from '~/i18n/messages'

type Tree = { [key: string]: string | Tree }

function leaves(tree: Tree, path = ''): [key: string, message: string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value]] : leaves(value, `${path}${key}.`),
  )
}

const ARGUMENT = /\{\s*(\w+)\s*(?:,\s*(plural|selectordinal|number|select)|\})/g

/** A value for each argument: numbers where the message counts, else a word that stands out. */
function samples(message: string): Record<string, string | number> {
  return Object.fromEntries(
    [...message.matchAll(ARGUMENT)].map(([, name = '', kind]) => [
      name,
      kind === undefined || kind === 'select' ? `«${name}»` : 1,
    ]),
  )
}

const HAN = '\\p{Script=Han}'
const NARROW = new RegExp(`${HAN}[,:;?()]|[,:;?()]${HAN}`, 'u')
const TYPED_BLANK = new RegExp(`${HAN} [A-Za-z0-9]|[A-Za-z0-9] ${HAN}`, 'u')

/** Tags keep what they enclose. */
function tags(message: string): Record<string, (chunks: string) => string> {
  const names = [...message.matchAll(/<(\w+)>/g)].map(([, name = '']) => name)
  return Object.fromEntries(names.map((name) => [name, (chunks: string) => chunks]))
}

/** The message without the commas and names of its branches. */
const plain = (message: string) =>
  message.replaceAll(/\{\w+, (?:select|plural),|\b\w+ \{/g, '{')

const zh = leaves(messagesOf('zh-CN'))
const en = new Map(leaves(messagesOf('en')))

describe('the words', () => {
  test('have the same keys in both languages', () => {
    expect([...en.keys()].toSorted()).toEqual(zh.map(([key]) => key).toSorted())
  })

  test.each(locales)('in %s can be said with the arguments the Chinese ones name', (locale) => {
    const errors: string[] = []
    const t = createTranslator({
      locale,
      messages: messagesOf(locale),
      onError: (error) => errors.push(error.message),
    })
    for (const [key, source] of zh) {
      const values = samples(source)
      const said = t.markup(key as 'common.error.requestId', { ...values, ...tags(source) } as { id: string })
      for (const value of Object.values(values)) {
        // A word that only chooses between branches need not be seen.
        if (typeof value === 'number' || source.includes(', select,')) continue
        if (!said.includes(value)) errors.push(`${key} leaves out ${value}`)
      }
    }
    expect(errors).toEqual([])
  })

  test('are calm: no exclamation marks', () => {
    const loud = [...zh, ...en].filter(([, message]) => /[!！]/.test(message))
    expect(loud).toEqual([])
  })

  test('in Chinese use full-width punctuation', () => {
    // The language switch shows the other language's word in front, as a label must begin with it.
    const exempt = new Set(['common.language.switchTo'])
    expect(zh.filter(([key, text]) => !exempt.has(key) && NARROW.test(plain(text)))).toEqual([])
  })

  test('leave the space beside Latin words to the browser', () => {
    // Mail and API answers are read where nothing sets that space.
    const onPages = zh.filter(([key]) => !/^(?:api|mail)\.|^common\.language\.switchTo$/.test(key))
    expect(onPages.filter(([, text]) => TYPED_BLANK.test(plain(text)))).toEqual([])
  })
})
