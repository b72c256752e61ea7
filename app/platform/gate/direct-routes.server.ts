import type { ServerBuild } from '@remix-run/node'

type RouteModule = ServerBuild['routes'][string]['module']
export type DirectRoute = { module: RouteModule; params: Record<string, string>; pattern: string }

type Candidate = { module: RouteModule; pattern: string; segments: string[]; dynamic: number }

/**
 * Finds the routes that answer data and have no page: the JSON API and the `.json` addresses. They
 * stand alone, without parents or boundaries, so the server calls them without the framework, which
 * costs more than many of them do. What is not found here, every page above all, is Remix's.
 */
export function directRoutes(build: Pick<ServerBuild, 'routes'>): (pathname: string) => DirectRoute | null {
  const bySize = new Map<number, Candidate[]>()
  for (const route of Object.values(build.routes)) {
    if (route === undefined || route.module.default !== undefined) continue
    const segments = addressOf(build, route.id).split('/').filter(Boolean)
    const isData = segments[0] === 'api' || segments.at(-1)?.endsWith('.json')
    // Optional and open-ended addresses are the framework's to understand.
    if (!isData || segments.some((each) => each === '*' || each.endsWith('?'))) continue
    const candidate = { module: route.module, segments, pattern: `/${segments.join('/')}`, dynamic: segments.filter(isDynamic).length }
    const alike = [...(bySize.get(segments.length) ?? []), candidate]
    // Fewer parameters first: /bookings/check is no booking.
    bySize.set(segments.length, alike.toSorted((a, b) => a.dynamic - b.dynamic))
  }
  return (pathname) => {
    const parts = pathname.split('/').slice(1)
    if (parts.at(-1) === '') parts.pop()
    for (const { module, pattern, segments } of bySize.get(parts.length) ?? []) {
      const params = match(segments, parts)
      if (params !== null) return { module, params, pattern }
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

function addressOf(build: Pick<ServerBuild, 'routes'>, id: string): string {
  const route = build.routes[id]
  if (route === undefined) return ''
  const above = route.parentId === undefined ? '' : addressOf(build, route.parentId)
  return `${above}/${route.path ?? ''}`
}
