import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { IMPORTED_PARTS } from '~/domain/inventory/changes'
import en from '~/i18n/messages/en/listing'
import zh from '~/i18n/messages/zh-CN/listing'

/** What commands write about entries of the catalogue, as their sources spell it. */
const commands = ['catalogue', 'scheduling'].flatMap((feature) =>
  readdirSync(`app/features/${feature}`, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.server.ts')).map((file) => `app/features/${feature}/${file}`),
)
const written = new Set(
  commands.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/'(resource|lab|room|feed)\.([a-z_]+)'/g)].map(([, kind, what]) => `${kind}.${what}`),
  ),
)
const files = ['picture', 'document'].flatMap((kind) => ['added', 'removed', 'moved'].map((what) => `${kind}_${what}`))
const all = [...written, ...['resource', 'lab'].flatMap((kind) => [...files, 'file_captioned', 'retired', 'restored'].map((what) => `${kind}.${what}`))]

it('what is written into the history of an entry has words', () => {
  expect(all).toEqual(expect.arrayContaining(['resource.priced', 'lab.confirmed', 'room.updated', 'feed.saved']))
  for (const { history } of [zh, en]) {
    const words: Record<string, Record<string, string>> = history.action
    expect(all.filter((each) => words[each.split('.')[0]!]?.[each.split('.')[1]!] === undefined)).toEqual([])
  }
})

it('what an import changes has a name', () => {
  for (const { field } of [zh, en]) expect(IMPORTED_PARTS.filter((each) => !(each in field))).toEqual([])
})
