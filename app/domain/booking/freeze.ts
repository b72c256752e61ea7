import type { Policy } from '~/domain/scheduling/policy'

/** The policies that judged a booking, by resource, as they are kept with it. */
export type FrozenRules = { policies: Record<string, Policy> }

/** JSON with sorted keys, so that equal rules have equal text and thus an equal hash. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value && typeof value === 'object') {
    const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonicalJson(each)}`).join(',')}}`
  }
  return JSON.stringify(value ?? null)
}

export function frozenRules(items: readonly { resourceId: string; policy: Policy }[]): FrozenRules {
  return { policies: Object.fromEntries(items.map((each) => [each.resourceId, each.policy])) }
}
