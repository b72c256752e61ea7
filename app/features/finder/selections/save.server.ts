import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { MOST_SELECTIONS, type SelectionInput } from '~/features/finder/selections/schema'
import { transaction } from '~/platform/db.server'

/** Keeps resources in their order under a name; the same name again replaces what it held. */
export async function saveSelection(actor: Actor, { name, resource }: SelectionInput): Promise<Outcome<{ id: string }>> {
  const { personId } = actor
  const resourceIds = [...new Set(resource)]
  return transaction(async (tx) => {
    // Two savings at once must not go over the most a person keeps.
    await tx.$queryRaw`SELECT 1 FROM person WHERE id = ${personId}::uuid FOR NO KEY UPDATE`
    const others = await tx.resourceSelection.count({ where: { personId, name: { not: name } } })
    if (others >= MOST_SELECTIONS) return refused(problem('field_invalid', { field: 'name', rule: 'finding.tooManySelections' }))
    const saved = await tx.resourceSelection.upsert({
      where: { personId_name: { personId, name } },
      create: { personId, name, resourceIds },
      update: { resourceIds },
      select: { id: true },
    })
    return done(saved)
  })
}
