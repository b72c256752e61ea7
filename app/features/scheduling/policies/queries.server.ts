import type { Actor } from '~/domain/access/permission'
import { effectivePolicy, type Policy, POLICY_KEYS } from '~/domain/scheduling/policy'
import { PRESETS, PRESET_NAMES } from '~/domain/scheduling/presets'
import { managedScope, resourcesIn } from '~/features/catalogue/managed.server'
import { type KeptOwner, keptOwner, type NamedOwner } from '~/features/scheduling/owner.server'
import { comingVersions, layersAt, seenVersion } from '~/features/scheduling/policies/rows.server'
import { db } from '~/platform/db.server'

const MOST_SOURCES = 300

/** What the page of an owner's rules shows: each rule's value now and from where, the own layer, what comes, and what to copy. */
export async function rulesPage(actor: Actor, owner: KeptOwner, query: URLSearchParams, now: Date) {
  const owners: NamedOwner[] = [...owner.wider.toReversed(), { kind: owner.kind, id: owner.id, zh: owner.zh, en: owner.en }]
  const [rows, coming, seen, sources, groupChoices] = await Promise.all([layersAt(owners, now), comingVersions(owner, now), seenVersion(owner), copySources(actor, owner), groupsOf(owner)])
  const layers = owners.map(({ kind }) => rows.find((each) => each.ownerKind === kind)?.rules ?? {})
  const { policy, source } = effectivePolicy(layers)
  const inherited = effectivePolicy(layers.slice(0, -1)).policy
  const own = layers.at(-1) ?? {}
  const filled = await filledIn(actor, own, query, now)
  return {
    owner: { kind: owner.kind, id: owner.id, zh: owner.zh, en: owner.en },
    timeZone: owner.timeZone,
    policy,
    inherited,
    /** Null: the product's own default. */
    sources: Object.fromEntries(POLICY_KEYS.map((key) => [key, owners[source[key]] ?? null])) as Record<keyof Policy, NamedOwner | null>,
    own: filled ?? own,
    isFilled: filled !== null,
    coming: coming.map(({ validFrom, rules }) => ({ validFrom, keys: POLICY_KEYS.filter((key) => rules[key] !== undefined) })),
    seen,
    copySources: sources,
    groupChoices,
  }
}
export type RulesPage = Awaited<ReturnType<typeof rulesPage>>

/** Rules from a preset or from another resource, as the address asks. */
async function filledIn(actor: Actor, own: Partial<Policy>, query: URLSearchParams, now: Date): Promise<Partial<Policy> | null> {
  const preset = PRESET_NAMES.find((each) => each === query.get('preset'))
  if (preset) return { ...own, ...PRESETS[preset] }
  const from = query.get('copy')
  if (!from || (await keptOwner(actor, { kind: 'resource', id: from })) === null) return null
  return (await layersAt([{ kind: 'resource', id: from }], now))[0]?.rules ?? {}
}

/** The resources whose rules the actor keeps, but for this one. */
async function copySources(actor: Actor, owner: KeptOwner): Promise<{ value: string; zh: string; en: string | null }[]> {
  if (owner.kind !== 'resource') return []
  const rows = await db.resource.findMany({
    where: { AND: [resourcesIn(managedScope(actor, 'manage:resource')), { id: { not: owner.id } }] },
    select: { id: true, nameZh: true, nameEn: true },
    orderBy: [{ labId: 'asc' }, { id: 'asc' }],
    take: MOST_SOURCES,
  })
  return rows.map(({ id, nameZh, nameEn }) => ({ value: id, zh: nameZh, en: nameEn }))
}

/** The confirmed groups that may be named as owners: of the owner's university, of any for the alliance. */
async function groupsOf({ universityId }: KeptOwner): Promise<{ value: string; zh: string; en: string }[]> {
  const rows = await db.researchGroup.findMany({
    where: { closedAt: null, confirmedAt: { not: null }, ...(universityId === null ? {} : { universityId }) },
    select: { id: true, nameZh: true, nameEn: true },
    orderBy: { id: 'asc' },
    take: MOST_SOURCES,
  })
  return rows.map(({ id, nameZh, nameEn }) => ({ value: id, zh: nameZh, en: nameEn }))
}
