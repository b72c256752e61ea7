import type { Actor } from '~/domain/access/permission'
import { judgeItemCount } from '~/domain/booking/chain'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { chainResources } from '~/features/bookings/chains/queries.server'
import { stepsOf, type TemplateForm } from '~/features/bookings/chains/schema'
import { keptOwner, lockOwner } from '~/features/scheduling/owner.server'
import { transaction } from '~/platform/db.server'

/** A chain that a lab proposes, new or changed. One of its steps at least is the lab's own; the same sent twice is one. */
export async function saveTemplate(actor: Actor, labId: string, form: TemplateForm, now: Date): Promise<Outcome<{ id: string }>> {
  const steps = stepsOf(form)
  const tooMany = judgeItemCount(steps.length)
  if (tooMany.length > 0) return refused(...tooMany)
  if (steps.length < 2) return refused(problem('field_invalid', { field: 'q', rule: 'chains.rule.two' }))
  const resources = await chainResources(actor, steps.map(({ resourceId }) => resourceId))
  const unknown = steps.filter(({ resourceId }) => !resources.some(({ id }) => id === resourceId))
  if (unknown.length > 0) return refused(...unknown.map(({ resourceId }) => problem('resource_unknown', { id: resourceId })))
  const kept = { nameZh: form.nameZh, nameEn: form.nameEn || null, steps }

  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    const owner = await keptOwner(actor, { kind: 'lab', id: labId }, tx)
    if (owner === null) return refused(problem('not_allowed', {}))
    if (!resources.some(({ lab }) => lab.id === owner.id)) return refused(problem('field_invalid', { field: 'q', rule: 'chains.rule.own' }))
    await lockOwner(tx, owner)
    const all = await tx.chainTemplate.findMany({ where: { labId: owner.id, retiredAt: null }, select: { id: true, version: true, nameZh: true, nameEn: true, steps: true } })
    const same = all.find((each) => meaning(each) === meaning(kept))
    if (same && (form.id === undefined || form.id === same.id)) return done({ id: same.id })
    const before = all.find(({ id }) => id === form.id)
    if (form.id !== undefined && before === undefined) return refused(problem('not_allowed', {}))
    if (before && before.version !== form.version) return refused(problem('version_conflict', { current: before.version }))
    const { id } = before
      ? await tx.chainTemplate.update({ where: { id: before.id, version: before.version }, data: { ...kept, version: { increment: 1 } }, select: { id: true } })
      : await tx.chainTemplate.create({ data: { ...kept, labId: owner.id, createdAt: now }, select: { id: true } })
    await record(tx, {
      actorId: actor.personId, action: 'chain.saved', subjectKind: 'lab', subjectId: owner.id, universityId: owner.universityId,
      data: { id, name: kept.nameZh, resources: steps.map(({ resourceId }) => resourceId) },
    })
    return done({ id })
  })
}

type Kept = { nameZh: string; nameEn: string | null; steps: unknown }
const meaning = ({ nameZh, nameEn, steps }: Kept) =>
  JSON.stringify([nameZh, nameEn, (steps as ReturnType<typeof stepsOf>).map((each) => [each.resourceId, each.mode, each.quantity, each.minutes, each.begins, each.gapMinutes])])
