import type { ServerBuild } from '@remix-run/node'

type Build = Pick<ServerBuild, 'routes'>
type RouteModule = ServerBuild['routes'][string]['module']
export type DirectRoute = { module: RouteModule; params: Record<string, string>; pattern: string }

type Candidate = { id: string; module: RouteModule; pattern: string; segments: string[]; dynamic: number }

/**
 * Finds the routes that answer data and have no page: the JSON API and the `.json` addresses. They
 * stand alone, without parents or boundaries, so the server calls them without the framework, which
 * costs more than many of them do. What is not found here, every page above all, is Remix's.
 */
export function directRoutes(build: Build): (pathname: string) => DirectRoute | null {
  const find = finder(build)
  return (pathname) => {
    const found = find(pathname)
    if (found === null) return null
    const { module, segments, params, pattern } = found
    const isData = segments[0] === 'api' || segments.at(-1)?.endsWith('.json')
    return isData && module.default === undefined ? { module, params, pattern } : null
  }
}

/** The pattern of an address, such as `/resources/:id`, for figures and logs; a page's data count as the page. */
export function routePatterns(build: Build): (pathname: string) => string {
  const find = finder(build)
  return (pathname) => {
    if (pathname.startsWith('/assets/')) return '/assets/*'
    return find(pathname.replace(/(\/_root|\/_index)?\.data$/, ''))?.pattern ?? '*'
  }
}

/**
 * For an address a build that holds no more routes than it takes: those that can answer it, those that
 * the addresses above it lead to (a document tells the browser of these), and what they stand in. The
 * framework looks through every route it has several times for each page. Equal sets are one build, so
 * that what is made of a build can be kept by it.
 */
export function narrowedBuilds<Whole extends Pick<ServerBuild, 'routes' | 'assets'>>(build: Whole): (pathname: string) => Whole {
  const candidatesOf = candidates(build)
  const everywhere = routesOf(build).filter(({ segments }) => segments.some(isOpenEnded)).map(({ id }) => id)
  const kept = new Map<string, Whole>()
  return (pathname) => {
    // How an address is decoded is the framework's to know; its own address asks about all routes.
    if (/[%\\]|\/\//.test(pathname) || pathname.startsWith('/__')) return build
    const parts = partsOf(pathname)
    const ids = new Set(everywhere)
    for (let length = 0; length <= parts.length; length += 1) {
      for (const { id, segments } of candidatesOf(length)) if (match(segments, parts.slice(0, length)) !== null) ids.add(id)
    }
    for (const id of ids) {
      const above = build.routes[id]?.parentId
      if (above !== undefined) ids.add(above)
    }
    const key = [...ids].toSorted().join('\n')
    const known = kept.get(key)
    if (known !== undefined) return known
    const only = <Entry>(routes: Record<string, Entry>) => Object.fromEntries(Object.entries(routes).filter(([id]) => ids.has(id)))
    const narrowed = { ...build, routes: only(build.routes), assets: { ...build.assets, routes: only(build.assets.routes) } }
    kept.set(key, narrowed)
    return narrowed
  }
}

type Found = Candidate & { params: Record<string, string> }

function finder(build: Build): (pathname: string) => Found | null {
  const candidatesOf = candidates(build)
  return (pathname) => {
    const parts = partsOf(pathname)
    for (const candidate of candidatesOf(parts.length)) {
      const params = match(candidate.segments, parts)
      if (params !== null) return { ...candidate, params }
    }
    return null
  }
}

function partsOf(pathname: string): string[] {
  const parts = pathname.split('/').slice(1)
  if (parts.at(-1) === '') parts.pop()
  return parts
}

/** The routes whose address has so many segments, those with fewer parameters first: /bookings/check is no booking. */
function candidates(build: Build): (size: number) => readonly Candidate[] {
  const bySize = new Map<number, Candidate[]>()
  // Optional and open-ended addresses are the framework's to understand.
  for (const candidate of routesOf(build).filter(({ segments }) => !segments.some(isOpenEnded))) {
    const alike = [...(bySize.get(candidate.segments.length) ?? []), candidate]
    // Of a page and its frame the page.
    bySize.set(candidate.segments.length, alike.toSorted((a, b) => a.dynamic - b.dynamic))
  }
  return (size) => bySize.get(size) ?? []
}

function routesOf(build: Build): Candidate[] {
  return Object.values(build.routes).flatMap((route) => {
    if (route === undefined || (route.path === undefined && route.index !== true)) return []
    const segments = addressOf(build, route.id).split('/').filter(Boolean)
    return [{ id: route.id, module: route.module, segments, pattern: `/${segments.join('/')}`, dynamic: segments.filter(isDynamic).length }]
  })
}

const isOpenEnded = (segment: string) => segment === '*' || segment.endsWith('?')
const isDynamic = (segment: string) => segment.startsWith(':')

function match(segments: readonly string[], parts: readonly string[]): Record<string, string> | null {
  const params: Record<string, string> = {}
  for (const [at, segment] of segments.entries()) {
    const part = parts[at] ?? ''
    if (isDynamic(segment)) {
      const value = decoded(part)
      if (value === null || value === '') return null
      params[segment.slice(1)] = value
    } else if (segment.toLowerCase() !== part.toLowerCase()) return null
  }
  return params
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}

function addressOf(build: Build, id: string): string {
  const route = build.routes[id]
  if (route === undefined) return ''
  const above = route.parentId === undefined ? '' : addressOf(build, route.parentId)
  return `${above}/${route.path ?? ''}`
}
