import type { ConductScope } from '~/domain/conduct/kinds'
import { type ConductRules, DEFAULT_CONDUCT_RULES, effectiveConductRules } from '~/domain/conduct/rules'
import { db, type Tx } from '~/platform/db.server'

export type ScopeRef = { scope: ConductScope; scopeId: string }
export type RulesOf = (scope: ConductScope, scopeId: string) => ConductRules

const keyOf = (scope: string, scopeId: string) => `${scope} ${scopeId}`

/** The rules in force over each place at an instant, in one query. */
export async function rulesOfPlaces(places: readonly ScopeRef[], at: Date, client: Tx | typeof db = db): Promise<RulesOf> {
  const wanted = [...new Map(places.map((each) => [keyOf(each.scope, each.scopeId), each])).values()]
  const rows = wanted.length === 0 ? [] : await client.$queryRaw<{ scope: ConductScope; scopeId: string; layers: Partial<ConductRules>[] }[]>`
    SELECT p.scope, p.id AS "scopeId", conduct_layers_of(p.scope, p.id, ${at}::timestamptz) AS layers
      FROM unnest(${wanted.map(({ scope }) => scope)}::text[], ${wanted.map(({ scopeId }) => scopeId)}::text[]) AS p (scope, id)`
  const known = new Map(rows.map(({ scope, scopeId, layers }) => [keyOf(scope, scopeId), effectiveConductRules(layers)]))
  return (scope, scopeId) => known.get(keyOf(scope, scopeId)) ?? DEFAULT_CONDUCT_RULES
}

/** Every place in which findings count. */
export const placesOf = (findings: readonly { resourceId: string; labId: string; universityId: string }[]): ScopeRef[] =>
  findings.flatMap(({ resourceId, labId, universityId }): ScopeRef[] => [
    { scope: 'resource', scopeId: resourceId }, { scope: 'lab', scopeId: labId }, { scope: 'university', scopeId: universityId }, { scope: 'alliance', scopeId: '*' },
  ])
