import type { ServerBuild } from '@remix-run/node'

type Build = Pick<ServerBuild, 'routes'>
type RouteModule = ServerBuild['routes'][string]['module']
export type DirectRoute = { module: RouteModule; params: Record<string, string>; pattern: string }

type Candidate = { module: RouteModule; pattern: string; segments: string[]; dynamic: number }

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

function finder(build: Build): (pathname: string) => (Candidate & { params: Record<string, string> }) | null {
  const bySize = new Map<number, Candidate[]>()
  for (const route of Object.values(build.routes)) {
    if (route === undefined || (route.path === undefined && route.index !== true)) continue
    const segments = addressOf(build, route.id).split('/').filter(Boolean)
    // Optional and open-ended addresses are the framework's to understand.
    if (segments.some((each) => each === '*' || each.endsWith('?'))) continue
    const candidate = { module: route.module, segments, pattern: `/${segments.join('/')}`, dynamic: segments.filter(isDynamic).length }
    const alike = [...(bySize.get(segments.length) ?? []), candidate]
    // Fewer parameters first: /bookings/check is no booking. Of a page and its frame the page.
    bySize.set(segments.length, alike.toSorted((a, b) => a.dynamic - b.dynamic))
  }
  return (pathname) => {
    const parts = pathname.split('/').slice(1)
    if (parts.at(-1) === '') parts.pop()
    for (const candidate of bySize.get(parts.length) ?? []) {
      const params = match(candidate.segments, parts)
      if (params !== null) return { ...candidate, params }
    }
    return null
  }
}

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
