import type { ConductRules } from '~/domain/conduct/rules'
import type { OwnerKind } from '~/domain/scheduling/layers'
import type { OwnerRef } from '~/features/scheduling/owner.server'
import { db, type Tx } from '~/platform/db.server'

export type ConductRuleRow = { ownerKind: OwnerKind; ownerId: string; validFrom: Date; rules: Partial<ConductRules> }

/** What each of the owners states at an instant: of several versions the one that began last. */
export async function conductLayersAt(owners: readonly OwnerRef[], at: Date, client: Tx | typeof db = db): Promise<ConductRuleRow[]> {
  return client.$queryRaw<ConductRuleRow[]>`
    SELECT DISTINCT ON (v.owner_kind, v.owner_id) v.owner_kind::text AS "ownerKind", v.owner_id AS "ownerId", v.valid_from AS "validFrom", v.rules
      FROM conduct_rule_version v
      JOIN unnest(${owners.map(({ kind }) => kind)}::text[], ${owners.map(({ id }) => id)}::text[]) AS o(kind, id) ON v.owner_kind::text = o.kind AND v.owner_id = o.id
     WHERE v.valid_from <= ${at}::timestamptz ORDER BY v.owner_kind, v.owner_id, v.valid_from DESC, v.created_at DESC`
}

/** The versions of one owner that begin later, the first of each instant first. */
export async function comingConductRules({ kind, id }: OwnerRef, now: Date, client: Tx | typeof db = db): Promise<ConductRuleRow[]> {
  return client.$queryRaw<ConductRuleRow[]>`
    SELECT DISTINCT ON (v.valid_from) v.owner_kind::text AS "ownerKind", v.owner_id AS "ownerId", v.valid_from AS "validFrom", v.rules
      FROM conduct_rule_version v WHERE v.owner_kind::text = ${kind} AND v.owner_id = ${id} AND v.valid_from > ${now}::timestamptz
     ORDER BY v.valid_from, v.created_at DESC`
}

/** Tells whether somebody changed the owner's rules since they were shown. */
export async function seenConductRules({ kind, id }: OwnerRef, client: Tx | typeof db = db): Promise<string> {
  const row = await client.conductRuleVersion.findFirst({ where: { ownerKind: kind, ownerId: id }, orderBy: [{ createdAt: 'desc' }, { validFrom: 'desc' }, { id: 'desc' }], select: { id: true } })
  return row?.id ?? 'none'
}
