import type { Actor } from '~/domain/access/permission'
import { changesBetween, type FieldValue } from '~/domain/catalogue/changes'
import { done, type Outcome, type Problem, problem, refused } from '~/domain/problem'
import { effectivePolicy, type Policy, POLICY_KEYS } from '~/domain/scheduling/policy'
import { policyProblems } from '~/domain/scheduling/policy-problems'
import { quotaCode } from '~/domain/scheduling/quota'
import { plainDateOf, startOfDay } from '~/domain/time/zone'
import { record } from '~/features/audit/record.server'
import { type KeptOwner, keptOwner, lockOwner, type OwnerRef } from '~/features/scheduling/owner.server'
import { comingVersions, layersAt, seenVersion } from '~/features/scheduling/policies/rows.server'
import type { RulesInput } from '~/features/scheduling/policies/schema'
import { PART_KEYS } from '~/i18n/policy-words'
import { db, transaction, type Tx } from '~/platform/db.server'

/**
 * A new version of an owner's rules from a day on, at once without one. Versions are never changed:
 * those announced for later are followed by the new rules, so that they give way.
 */
export async function saveRules(actor: Actor, ref: OwnerRef, input: RulesInput, now: Date): Promise<Outcome<{ id: string }>> {
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const owner = await keptOwner(actor, ref, tx)
    if (owner === null) return refused(problem('not_allowed', {}))
    await lockOwner(tx, owner)
    const { from, problems } = await judgeRules(owner, input, now, tx)
    if (problems.length > 0) return refused(...problems)
    const before = (await layersAt([owner], from, tx))[0]?.rules ?? {}
    const later = (await comingVersions(owner, from, tx)).map(({ validFrom }) => validFrom)
    const changes = changesBetween(fieldsOf(before), fieldsOf(input.rules))
    if (Object.keys(changes).length === 0 && later.length === 0) return done({ id: owner.id })
    const seen = await seenVersion(owner, tx)
    if (seen !== input.seen) return refused(problem('version_conflict', { current: 0 }))
    const own = { ownerKind: owner.kind, ownerId: owner.id, rules: JSON.parse(JSON.stringify(input.rules)) as object, createdById: actor.personId, createdAt: now }
    await tx.policyVersion.createMany({ data: [from, ...later].map((validFrom) => ({ ...own, validFrom })) })
    await record(tx, {
      actorId: actor.personId, action: 'policy.saved', subjectKind: owner.kind, subjectId: owner.id, universityId: owner.universityId,
      data: { changes, from: from.toISOString() },
    })
    return done({ id: owner.id })
  })
}

/** When the rules would begin, and whatever makes them impossible together with those they inherit, at their fields. */
export async function judgeRules(owner: KeptOwner, input: RulesInput, now: Date, client: Tx | typeof db = db): Promise<{ from: Date; problems: Problem[] }> {
  const start = input.from === null ? now : startOfDay(input.from, owner.timeZone)
  if (input.from !== null && input.from < plainDateOf(now, owner.timeZone)) return { from: now, problems: [problem('field_invalid', { field: 'from', rule: 'policies.fromPast' })] }
  const from = start < now ? now : start
  const wider = await layersAt(owner.wider, from, client)
  const layers = owner.wider.toReversed().map(({ kind }) => wider.find((each) => each.ownerKind === kind)?.rules ?? {})
  const { policy } = effectivePolicy([...layers, input.rules])
  const problems = policyProblems(policy).flatMap(({ rule, fields }) =>
    fields.map((field) => problem('field_invalid', { field, rule: `policies.problem.${rule}` })),
  )
  return { from, problems }
}

/** The stated rules as the history compares them. */
function fieldsOf(rules: Partial<Policy>): Record<string, FieldValue> {
  return Object.fromEntries(
    POLICY_KEYS.map((key) => {
      const value = rules[key]
      const part = PART_KEYS.find((each) => each === key)
      if (part) return [`policy.${key}`, codeOf(value)]
      if (key === 'quotas') return [`policy.${key}`, rules.quotas?.map(quotaCode) ?? null]
      const shown: FieldValue = value === undefined ? null : ((value as FieldValue) ?? 0)
      return [`policy.${key}`, shown]
    }),
  )
}

/** A rule with parts as text, part by part; "no limit" is a statement and differs from none. */
function codeOf(value: Policy[keyof Policy] | undefined): FieldValue {
  if (value === undefined) return null
  return Array.isArray(value) ? value.map((each) => JSON.stringify(each)) : JSON.stringify(value)
}
