import type { Actor } from '~/domain/access/permission'
import { conductRuleFaults, type ConductRules, effectiveConductRules } from '~/domain/conduct/rules'
import { done, type Outcome, problem, type Problem, refused } from '~/domain/problem'
import { plainDateOf, startOfDay } from '~/domain/time/zone'
import { record } from '~/features/audit/record.server'
import { type KeptOwner, keptOwner, lockOwner, type OwnerRef } from '~/features/scheduling/owner.server'
import { comingConductRules, conductLayersAt, seenConductRules } from '~/features/usage/conduct/rule-rows.server'
import { type ConductRulesInput, RULE_KEYS, type RuleOwnerKind, scopesOf } from '~/features/usage/conduct/rules-form'
import { db, transaction, type Tx } from '~/platform/db.server'

/** Whose rules of conduct can be kept: those of a campus are its university's. */
export async function conductOwner(actor: Actor, ref: OwnerRef, client: Tx | typeof db = db): Promise<(KeptOwner & { kind: RuleOwnerKind }) | null> {
  const { kind } = ref
  if (kind === 'campus') return null
  const owner = await keptOwner(actor, ref, client)
  return owner && { ...owner, kind }
}

/**
 * Publishes a version of an owner's rules from a day on, at once without one. Versions are never changed; those
 * announced for later give way. Bookings made before keep the rules they were made under.
 */
export async function saveConductRules(actor: Actor, ref: OwnerRef, input: ConductRulesInput, now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const owner = await conductOwner(actor, ref, tx)
    if (owner === null) return refused(problem('not_allowed', {}))
    await lockOwner(tx, owner)
    const { from, problems } = await judgeConductRules(owner, input, now, tx)
    if (problems.length > 0) return refused(...problems)
    if ((await seenConductRules(owner, tx)) !== input.seen) return refused(problem('version_conflict', { current: 0 }))
    const before = (await conductLayersAt([owner], from, tx))[0]?.rules ?? {}
    const later = (await comingConductRules(owner, from, tx)).map(({ validFrom }) => validFrom)
    const own = { ownerKind: owner.kind, ownerId: owner.id, rules: JSON.parse(JSON.stringify(input.rules)) as object, createdById: actor.personId, createdAt: now }
    await tx.conductRuleVersion.createMany({ data: [from, ...later].map((validFrom) => ({ ...own, validFrom })) })
    await record(tx, {
      actorId: actor.personId, action: 'conduct.rules_published', subjectKind: owner.kind, subjectId: owner.id, universityId: owner.universityId,
      data: { before, after: input.rules, from: from.toISOString() },
    })
    return done({ id: owner.id })
  })
}

/** When the rules would begin, and what makes them impossible, at its field. */
export async function judgeConductRules(owner: KeptOwner & { kind: RuleOwnerKind }, input: ConductRulesInput, now: Date, client: Tx | typeof db = db): Promise<{ from: Date; problems: Problem[] }> {
  if (input.from !== null && input.from < plainDateOf(now, owner.timeZone)) return { from: now, problems: [problem('field_invalid', { field: 'from', rule: 'policies.fromPast' })] }
  const start = input.from === null ? now : startOfDay(input.from, owner.timeZone)
  const from = start < now ? now : start
  const wider = await conductLayersAt(owner.wider, from, client)
  const layers = owner.wider.toReversed().map(({ kind }) => wider.find((each) => each.ownerKind === kind)?.rules ?? {})
  const effective = effectiveConductRules([...layers, input.rules])
  const stated = (key: keyof ConductRules) => input.rules[key] !== undefined
  const impossible = conductRuleFaults(effective).filter(stated)
  const own = scopesOf(owner.kind)
  const tooWide = (['strikes', 'thresholds'] as const).filter((key) => (input.rules[key] ?? []).some(({ scope }) => !own.includes(scope)))
  const endless = (['strikes', 'thresholds'] as const).filter((key) => (input.rules[key] ?? []).some(({ effect, days }) => effect !== 'warning' && days < 1))
  return {
    from,
    problems: [
      ...[...new Set(impossible)].map((field) => problem('field_invalid', { field, rule: `conductRules.fault.${RULE_KEYS.some((each) => each === field) ? field : 'checkIn'}` })),
      ...tooWide.map((field) => problem('field_invalid', { field, rule: 'conductRules.fault.scope' })),
      ...endless.map((field) => problem('field_invalid', { field, rule: 'conductRules.fault.days' })),
    ],
  }
}
