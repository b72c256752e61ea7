import { matchRoutes } from '@remix-run/react'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { narrowedBuilds } from '~/platform/gate/direct-routes.server'

type Route = { id: string; parentId?: string; path?: string; index?: boolean; module: object }
type Branch = Parameters<typeof matchRoutes>[0][number]

const route = (id: string, path: string | undefined, parentId: string | undefined = 'root', index = false): Route => ({ id, path, parentId, module: {}, ...(index ? { index } : {}) })

const ROUTES: Route[] = [
  { id: 'root', path: '', module: {} },
  route('home', undefined, 'root', true),
  route('rest', '*'),
  route('list', 'resources'),
  route('one', 'resources/:id'),
  route('book', 'resources/:id/book'),
  route('week', 'resources/:id/calendar.json'),
  route('weeks', 'resources/calendar.json'),
  route('frame', undefined),
  route('manage', 'manage', 'frame'),
  route('manage-first', undefined, 'manage', true),
  route('labs', 'labs/:id', 'manage'),
  route('labs-first', undefined, 'labs', true),
  route('labs-files', 'files', 'labs'),
  route('labs-new', 'labs/new', 'manage'),
  route('files', 'files/*'),
  route('news', 'news/:year?'),
]

const buildOf = (routes: Route[]) => {
  const byId = Object.fromEntries(routes.map((each) => [each.id, each]))
  return { routes: byId, assets: { routes: byId } } as unknown as Parameters<typeof narrowedBuilds>[0]
}

function treeOf(routes: Record<string, unknown>, parentId?: string): Branch[] {
  return (Object.values(routes) as Route[])
    .filter((each) => each.parentId === parentId)
    .map(({ id, path, index }) => (index === true ? { id, path, index } : { id, path, children: treeOf(routes, id) }))
}

const idsOf = (routes: Record<string, unknown>, path: string) => (matchRoutes(treeOf(routes), path) ?? []).map(({ route: { id } }) => id)

describe('a build with the routes of one address', () => {
  const build = buildOf(ROUTES)
  const narrowed = narrowedBuilds(build)

  it('answers every address as the whole build does, and tells the same of the addresses above it', () => {
    const word = fc.constantFrom('resources', 'x', 'book', 'calendar.json', 'manage', 'labs', 'new', 'files', 'news', '2026', 'MANAGE', '%6danage', '', '.', ':id', '*')
    fc.assert(
      fc.property(fc.array(word, { maxLength: 5 }), (parts) => {
        const path = `/${parts.join('/')}`
        const part = narrowed(path)
        for (let length = 0; length <= parts.length; length += 1) {
          const above = `/${parts.slice(0, length).join('/')}`
          expect(idsOf(part.routes, above), `${above} for ${path}`).toEqual(idsOf(build.routes, above))
        }
        expect(Object.keys(part.assets.routes).toSorted()).toEqual(Object.keys(part.routes).toSorted())
      }),
    )
  })

  it('is small, and one for equal addresses', () => {
    const one = narrowed('/resources/a')
    expect(Object.keys(one.routes).toSorted()).toEqual(['files', 'home', 'list', 'news', 'one', 'rest', 'root'])
    expect(narrowed('/resources/b/')).toBe(one)
    expect(narrowed('/resources/b/book')).not.toBe(one)
  })

  it('is the whole one for what asks about routes', () => {
    expect(narrowed('/__manifest')).toBe(build)
  })
})
