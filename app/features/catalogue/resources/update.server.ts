import { type Actor, can } from '~/domain/access/permission'
import type { ResourceStatus } from '~/domain/catalogue/classes'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { type Applied, applyChanges } from '~/features/catalogue/resources/apply.server'
import type { ResourceInput } from '~/features/catalogue/resources/schema'
import { lockResources, resourceState } from '~/features/catalogue/resources/state.server'
import { isUniqueViolation, transaction } from '~/platform/db.server'

export const assetTaken = () => refused(problem('field_invalid', { field: 'assetNumber', rule: 'listing.rules.asset_taken' }))

export type Updated = { id: string; version: number; changed: string[] }

/** Writes what the form says, unless somebody else changed the resource since `version`. */
export async function updateResource(actor: Actor, id: string, version: number, input: ResourceInput, now: Date): Promise<Outcome<Updated>> {
  return change(actor, id, version, { values: input }, now)
}

/** Publishes a draft, retires, or brings back; retiring waits until nothing is booked ahead. */
export async function changeResourceStatus(actor: Actor, id: string, version: number, to: ResourceStatus, now: Date): Promise<Outcome<Updated>> {
  return change(actor, id, version, { status: to }, now)
}

async function change(
  actor: Actor,
  id: string,
  version: number,
  next: { values?: ResourceInput; status?: ResourceStatus },
  now: Date,
): Promise<Outcome<Updated>> {
  try {
    return await transaction(async (tx): Promise<Outcome<Updated>> => {
      const parentId = next.values?.parentId
      await lockResources(tx, parentId ? [id, parentId] : [id])
      const current = await resourceState(id, tx)
      if (current === null || !can(actor, 'update:resource', current.values)) return refused(problem('not_allowed', {}))
      if (current.version !== version) {
        // The same button pressed twice finds its work done.
        if (next.values === undefined && next.status === current.status) return done({ id, version: current.version, changed: [] })
        return refused(problem('version_conflict', { current: current.version }))
      }
      const applied: Applied = await applyChanges(tx, actor, current, { values: next.values ?? current.values, status: next.status }, now)
      if ('problems' in applied) return { ok: false, problems: applied.problems }
      const changed = Object.keys(applied.changes)
      return done({ id, version: changed.length === 0 ? version : version + 1, changed })
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    return assetTaken()
  }
}
