import { type Actor, can } from '~/domain/access/permission'
import { type Changes, changesBetween } from '~/domain/catalogue/changes'
import { canMoveTo } from '~/domain/catalogue/classes'
import { type Problem, problem } from '~/domain/problem'
import { applyChanges } from '~/features/catalogue/resources/apply.server'
import { patched } from '~/features/catalogue/resources/patch'
import type { ResourcePatch } from '~/features/catalogue/resources/schema'
import { lockResources, type ResourceState, resourceStates } from '~/features/catalogue/resources/state.server'
import { transaction } from '~/platform/db.server'

export type Chosen = { id: string; version: number }
export type ManyRow = { id: string; zh: string; en: string | null; version: number; changes: Changes; problems: Problem[] }

/** What the patch would change, resource by resource, without writing; those the actor may not change are left out. */
export async function previewMany(actor: Actor, ids: readonly string[], patch: ResourcePatch): Promise<ManyRow[]> {
  const states = await resourceStates(ids)
  return states.filter((each) => can(actor, 'update:resource', each.values)).map((each) => rowOf(each, patch))
}

function rowOf(current: ResourceState, patch: ResourcePatch): ManyRow {
  const changes = changesBetween(current.values, patched(current.values, patch))
  const problems: Problem[] = []
  if (patch.status !== null && patch.status !== current.status) {
    changes['status'] = { from: current.status, to: patch.status }
    if (!canMoveTo(current.status, patch.status)) problems.push(problem('status_forbids', { status: current.status }))
  }
  return { id: current.id, zh: current.values.nameZh, en: current.values.nameEn, version: current.version, changes, problems }
}

export type ManyRefusal = { id: string; zh: string; en: string | null; problems: Problem[] }
export type ManyOutcome = { ok: true; changed: number } | { ok: false; refusals: ManyRefusal[] }

class Refused extends Error {
  constructor(readonly refusals: ManyRefusal[]) {
    super('some of the resources cannot be changed so')
  }
}

/**
 * Applies one patch to many resources in one transaction: all of them or none. Each carries the
 * version its editor saw.
 */
export async function changeMany(actor: Actor, chosen: readonly Chosen[], patch: ResourcePatch, now: Date): Promise<ManyOutcome> {
  try {
    const changed = await transaction(async (tx) => {
      const ids = chosen.map((each) => each.id)
      await lockResources(tx, ids)
      const states = new Map((await resourceStates(ids, tx)).map((each) => [each.id, each]))
      const refusals: ManyRefusal[] = []
      let count = 0
      for (const { id, version } of chosen) {
        const current = states.get(id)
        const refuse = (...problems: Problem[]) => refusals.push({ id, zh: current?.values.nameZh ?? id, en: current?.values.nameEn ?? null, problems })
        if (!current || !can(actor, 'update:resource', current.values)) refuse(problem('not_allowed', {}))
        else if (current.version !== version) refuse(problem('version_conflict', { current: current.version }))
        else {
          const next = { values: patched(current.values, patch), status: patch.status ?? undefined }
          const applied = await applyChanges(tx, actor, current, next, now)
          if ('problems' in applied) refuse(...applied.problems)
          else if (Object.keys(applied.changes).length > 0) count += 1
        }
      }
      if (refusals.length > 0) throw new Refused(refusals)
      return count
    })
    return { ok: true, changed }
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusals: error.refusals }
    throw error
  }
}
