import type { OwnerKind } from '~/domain/scheduling/layers'
import type { Policy } from '~/domain/scheduling/policy'
import type { OwnerRef } from '~/features/scheduling/owner.server'
import { db, type Tx } from '~/platform/db.server'

export type PolicyRow = { id: string; ownerKind: OwnerKind; ownerId: string; validFrom: Date; rules: Partial<Policy> }

/** What each of the owners states at an instant: of several versions the one that began last. */
export async function layersAt(owners: readonly OwnerRef[], at: Date, client: Tx | typeof db = db): Promise<PolicyRow[]> {
  return client.$queryRaw<PolicyRow[]>`
    SELECT DISTINCT ON (v.owner_kind, v.owner_id)
           v.id::text, v.owner_kind::text AS "ownerKind", v.owner_id AS "ownerId", v.valid_from AS "validFrom", v.rules
      FROM policy_version v
      JOIN unnest(${owners.map(({ kind }) => kind)}::text[], ${owners.map(({ id }) => id)}::text[]) AS o(kind, id)
        ON v.owner_kind::text = o.kind AND v.owner_id = o.id
     WHERE v.valid_from <= ${at}::timestamptz
     ORDER BY v.owner_kind, v.owner_id, v.valid_from DESC, v.created_at DESC`
}

/** The versions of one owner that begin later, the first of each instant first; what was replaced is left out. */
export async function comingVersions({ kind, id }: OwnerRef, now: Date, client: Tx | typeof db = db): Promise<PolicyRow[]> {
  return client.$queryRaw<PolicyRow[]>`
    SELECT DISTINCT ON (v.valid_from)
           v.id::text, v.owner_kind::text AS "ownerKind", v.owner_id AS "ownerId", v.valid_from AS "validFrom", v.rules
      FROM policy_version v
     WHERE v.owner_kind::text = ${kind} AND v.owner_id = ${id} AND v.valid_from > ${now}::timestamptz
     ORDER BY v.valid_from, v.created_at DESC`
}

/** Tells whether somebody changed the owner's rules since they were shown. */
export async function seenVersion({ kind, id }: OwnerRef, client: Tx | typeof db = db): Promise<string> {
  const row = await client.policyVersion.findFirst({ where: { ownerKind: kind, ownerId: id }, orderBy: [{ createdAt: 'desc' }, { validFrom: 'desc' }, { id: 'desc' }], select: { id: true } })
  return row?.id ?? 'none'
}
