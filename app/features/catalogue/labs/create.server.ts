import { type Actor, can } from '~/domain/access/permission'
import { changesBetween } from '~/domain/catalogue/changes'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { record } from '~/features/audit/record.server'
import { judgeLab } from '~/features/catalogue/labs/judge.server'
import type { LabInput } from '~/features/catalogue/labs/schema'
import { labColumns, labTarget, ownerRows } from '~/features/catalogue/labs/state.server'
import { newId } from '~/features/catalogue/resources/create.server'
import { transaction } from '~/platform/db.server'

/** Adds a lab. Who may vouch for it, the university's coordinator, has done so by adding it. */
export async function createLab(actor: Actor, { key, input }: { key: string; input: LabInput }, now: Date): Promise<Outcome<{ id: string }>> {
  const id = newId('lab', actor, key)
  return transaction(async (tx): Promise<Outcome<{ id: string }>> => {
    if ((await tx.lab.count({ where: { id } })) > 0) return done({ id })
    const target = labTarget(id, input)
    if (!can(actor, 'create:lab', target)) return refused(problem('field_invalid', { field: 'hostUniversityId', rule: 'listing.rules.university_not_yours' }))
    const problems = await judgeLab(tx, input, null)
    if (problems.length > 0) return { ok: false, problems }
    const isVouchedFor = can(actor, 'confirm:lab', target)
    await tx.lab.create({
      data: {
        ...labColumns(input),
        id,
        ...(isVouchedFor && { confirmedAt: now, confirmedById: actor.personId }),
        owners: { create: ownersOf(input) },
        tags: { create: input.tags.map((tagId) => ({ tagId })) },
      },
      select: { id: true },
    })
    await record(tx, {
      actorId: actor.personId,
      action: 'lab.created',
      subjectKind: 'lab',
      subjectId: id,
      universityId: input.hostUniversityId,
      data: { changes: changesBetween({ formerNames: [], tags: [], owners: [], externalLeads: [] }, input), isConfirmed: isVouchedFor },
    })
    return done({ id })
  })
}

/** A lab of one university is owned by its host. */
export const ownersOf = (input: LabInput) =>
  input.owners.length === 0 && input.hostUniversityId !== null
    ? [{ role: 'lead' as const, universityId: input.hostUniversityId }]
    : ownerRows(input.owners)
