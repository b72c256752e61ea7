import type { Actor } from '~/domain/access/permission'
import { proposalsByPlace } from '~/domain/conduct/consequences'
import { CONDUCT_SCOPES, type ConductScope, type Effect } from '~/domain/conduct/kinds'
import { type ConductRules, DEFAULT_CONDUCT_RULES, effectiveConductRules } from '~/domain/conduct/rules'
import { noteReads } from '~/features/audit/note-reads.server'
import { getResource } from '~/features/catalogue/queries.server'
import type { KeptOwner, NamedOwner, OwnerRef } from '~/features/scheduling/owner.server'
import { findingsOf } from '~/features/usage/conduct/queries.server'
import { rulesOfPlaces } from '~/features/usage/conduct/place-rules.server'
import { comingConductRules, conductLayersAt, seenConductRules } from '~/features/usage/conduct/rule-rows.server'
import { RULE_KEYS, type RuleKey, type RuleOwnerKind } from '~/features/usage/conduct/rules-form'
import { db } from '~/platform/db.server'

/** What the page of an owner's rules shows: each rule's value now and from where, the own layer, and what comes. */
export async function conductRulesPage(owner: KeptOwner & { kind: RuleOwnerKind }, now: Date) {
  const owners: NamedOwner[] = [...owner.wider.toReversed(), { kind: owner.kind, id: owner.id, zh: owner.zh, en: owner.en }]
  const [rows, coming, seen] = await Promise.all([conductLayersAt(owners, now), comingConductRules(owner, now), seenConductRules(owner)])
  const layers = owners.map(({ kind }) => rows.find((each) => each.ownerKind === kind)?.rules ?? {})
  const sourceOf = (key: RuleKey): NamedOwner | null => owners.findLast((_, at) => layers[at]?.[key] !== undefined) ?? null
  return {
    owner: { kind: owner.kind, id: owner.id, zh: owner.zh, en: owner.en }, timeZone: owner.timeZone,
    rules: effectiveConductRules(layers), inherited: effectiveConductRules(layers.slice(0, -1)), own: layers.at(-1) ?? {},
    /** Null: the product's own default. */
    sources: Object.fromEntries(RULE_KEYS.map((key) => [key, sourceOf(key)])) as Record<RuleKey, NamedOwner | null>,
    coming: coming.map(({ validFrom }) => validFrom), seen,
  }
}
export type ConductRulesPage = Awaited<ReturnType<typeof conductRulesPage>>

export type RulesPreview = {
  /** Of whom anything was found that these rules can reach. */
  lookedAt: number
  changes: { id: string; zh: string | null; en: string | null; scope: ConductScope; effect: Effect; days: number; is: 'new' | 'gone' }[]
}
const MOST_PEOPLE = 500

/** For whom something else would follow from what was found, if the rules held now. Nothing is written. */
export async function previewConductRules(actor: Actor, owner: OwnerRef, rules: Partial<ConductRules>, now: Date): Promise<RulesPreview> {
  const where = { resource: { resourceId: owner.id }, lab: { labId: owner.id }, university: { universityId: owner.id }, campus: {}, alliance: {} }[owner.kind]
  const people = await db.conductFinding.findMany({ where: { ...where, withdrawnAt: null }, distinct: ['personId'], select: { personId: true }, orderBy: { personId: 'asc' }, take: MOST_PEOPLE })
  const ids = people.map(({ personId }) => personId)
  const findings = await findingsOf(ids)
  const ownersOf = await ownersOfPlaces(findings)
  const refs = [...new Map([...ownersOf.values()].flat().map((each) => [`${each.kind} ${each.id}`, each])).values()]
  const rows = await conductLayersAt(refs, now)
  const effective = (isAfter: boolean) => (scope: ConductScope, scopeId: string) => {
    const layers = (ownersOf.get(`${scope} ${scopeId}`) ?? []).map(({ kind, id }) =>
      isAfter && kind === owner.kind && id === owner.id ? rules : (rows.find((each) => each.ownerKind === kind && each.ownerId === id)?.rules ?? {}))
    return layers.length === 0 ? DEFAULT_CONDUCT_RULES : effectiveConductRules(layers)
  }
  const names = await db.person.findMany({ where: { id: { in: ids } }, select: { id: true, nameZh: true, nameEn: true } })
  const changes = ids.flatMap((id) => {
    const own = findings.filter(({ personId }) => personId === id)
    const [before, after] = [proposalsByPlace(own, effective(false), now), proposalsByPlace(own, effective(true), now)]
    const key = (each: (typeof before)[number]) => `${each.scope} ${each.scopeId} ${each.effect} ${each.days}`
    const person = names.find((each) => each.id === id)
    const told = (list: typeof before, others: typeof before, is: 'new' | 'gone') =>
      list.filter((each) => !others.some((other) => key(other) === key(each))).map(({ scope, effect, days }) => ({ id, zh: person?.nameZh ?? null, en: person?.nameEn ?? null, scope, effect, days, is }))
    return [...told(after, before, 'new'), ...told(before, after, 'gone')]
  })
  await noteReads(actor, changes.map(({ id }) => id), 'people', now)
  return { lookedAt: ids.length, changes }
}

/** By place of the findings, whose rules hold there, widest first. */
async function ownersOfPlaces(findings: readonly { resourceId: string; labId: string; universityId: string }[]): Promise<Map<string, OwnerRef[]>> {
  const ids = (key: 'resourceId' | 'labId') => [...new Set(findings.map((each) => each[key]))]
  const [resources, labs] = await Promise.all([
    db.resource.findMany({ where: { id: { in: ids('resourceId') } }, select: { id: true, labId: true, campusId: true, universityId: true } }),
    db.lab.findMany({ where: { id: { in: ids('labId') } }, select: { id: true, campusId: true, hostUniversityId: true } }),
  ])
  const some = (kind: OwnerRef['kind'], id: string | null): OwnerRef[] => (id === null ? [] : [{ kind, id }])
  const alliance = some('alliance', '*')
  return new Map<string, OwnerRef[]>([
    ['alliance *', alliance],
    ...findings.map(({ universityId }): [string, OwnerRef[]] => [`university ${universityId}`, [...alliance, ...some('university', universityId)]]),
    ...labs.map(({ id, campusId, hostUniversityId }): [string, OwnerRef[]] => [`lab ${id}`, [...alliance, ...some('university', hostUniversityId), ...some('campus', campusId), ...some('lab', id)]]),
    ...resources.map(({ id, labId, campusId, universityId }): [string, OwnerRef[]] => [`resource ${id}`, [...alliance, ...some('university', universityId), ...some('campus', campusId), ...some('lab', labId), ...some('resource', id)]]),
  ])
}

/** The rules in force where an address asks for: a resource that the reader may see, or the alliance's. Null: there is none of that id. */
export async function publicConductRules(actor: Actor | null, resourceId: string | null, now: Date) {
  const resource = resourceId === null ? null : await getResource(resourceId, actor)
  if (resourceId !== null && resource === null) return null
  const idOf = (scope: ConductScope) => (resource === null ? null : { resource: resource.id, lab: resource.labId, university: resource.universityId, alliance: '*' }[scope])
  const places = CONDUCT_SCOPES.flatMap((scope) => {
    const scopeId = scope === 'alliance' ? '*' : idOf(scope)
    return scopeId === null ? [] : [{ scope, scopeId }]
  })
  const rulesOf = await rulesOfPlaces(places, now)
  const rules = rulesOf(places[0]!.scope, places[0]!.scopeId)
  // What follows over a scope is said by that scope's own rules; without a resource the alliance speaks for all.
  const spoken = resource === null ? [{ scopes: CONDUCT_SCOPES, rules }] : places.map(({ scope, scopeId }) => ({ scopes: [scope], rules: rulesOf(scope, scopeId) }))
  return {
    resource: resource && { id: resource.id, zh: resource.nameZh, en: resource.nameEn },
    rules,
    strikes: spoken.flatMap((each) => each.rules.strikes.filter(({ scope }) => each.scopes.some((one) => one === scope))),
    thresholds: spoken.flatMap((each) => each.rules.thresholds.filter(({ scope }) => each.scopes.some((one) => one === scope))),
  }
}
