import { randomUUID } from 'node:crypto'
import type { IntakeChanges } from '~/domain/intake/fields'
import type { ImportedUseRow } from '~/domain/intake/uses'
import type { Beneficiary, UseDetails, UseFact } from '~/domain/usage/facts'
import { reduceUse } from '~/domain/usage/record'
import { DEFAULT_USE_RULES } from '~/domain/usage/rules'
import type { HeldIntake } from '~/features/people/intake/held.server'
import { heldUse } from '~/features/usage/facts.server'
import { addFacts } from '~/features/usage/write.server'
import type { Tx } from '~/platform/db.server'

export type UseDeed =
  | { is: 'new'; recordId: string; resourceId: string; personId: string; told: ImportedUseRow; beneficiary: Beneficiary }
  | { is: 'changed'; recordId: string; told: ImportedUseRow; changes: IntakeChanges }

/** What the row says beside the times; of a later file only what it says anew. */
function detailsOf(told: ImportedUseRow, changes: IntakeChanges | null): Partial<UseDetails> {
  const all = {
    operation: told.operation, purpose: told.purpose, beneficiary: told.beneficiary, samples: told.samples, warmUpSeconds: told.warmUpSeconds, measuringSeconds: told.measuringSeconds,
    postSeconds: told.postSeconds, remarks: told.remarks,
  }
  const fieldOf = { warmUpSeconds: 'warmUpMinutes', measuringSeconds: 'measuringMinutes', postSeconds: 'postMinutes' } as const
  const isSaid = (name: keyof typeof all) => changes === null || (name in fieldOf ? fieldOf[name as keyof typeof fieldOf] : (name as keyof IntakeChanges)) in changes
  return Object.fromEntries(Object.entries(all).filter(([name, value]) => value !== null && isSaid(name as keyof typeof all)))
}

/** Writes new uses with their two facts, and what a later file says otherwise as a correction: what was told before stays to be read. */
export async function writeUses(tx: Tx, held: HeldIntake, deeds: readonly UseDeed[], now: Date): Promise<void> {
  const made = deeds.flatMap((deed) => {
    if (deed.is !== 'new') return []
    const { recordId, resourceId, personId, told, beneficiary } = deed
    const details = { operation: 'self' as const, purpose: 'research' as const, ...detailsOf(told, null), beneficiary }
    const facts: UseFact[] = [
      { id: randomUUID(), kind: 'start', source: 'import', at: told.startsAt, details },
      { id: randomUUID(), kind: 'end', source: 'import', at: told.endsAt, details },
    ]
    const record = reduceUse(facts, { plan: null, rules: DEFAULT_USE_RULES, now })
    return [{ recordId, resourceId, personId, told, details, facts, record }]
  })
  if (made.length > 0) {
    await insertUses(tx, held, made.map(({ facts: _, details, record, told, ...each }) => ({
      ...each, ...details, startsAt: told.startsAt, endsAt: told.endsAt, status: record.status, spells: record.spells, used: record.usedSeconds, ...record.split,
      system: told.system, externalId: told.externalId,
    })), now)
    const events = made.flatMap(({ recordId, facts, details }) => facts.map(({ id, kind, at }) => ({ id, recordId, kind, at, data: { details } })))
    await tx.$executeRaw`
      INSERT INTO usage_event (id, record_id, kind, source, at, data, by_id, recorded_at)
      SELECT x.id, x."recordId", x.kind, 'import', x.at, x.data, ${held.appliedById}::uuid, ${now}::timestamptz
        FROM jsonb_to_recordset(${JSON.stringify(events)}::jsonb) AS x(id uuid, "recordId" uuid, kind "UseFactKind", at timestamptz, data jsonb)`
  }
  const file = await tx.storedFile.findUnique({ where: { id: held.fileId }, select: { fileName: true } })
  for (const deed of deeds) {
    if (deed.is !== 'changed') continue
    const use = await heldUse(deed.recordId, tx)
    if (use === null) throw new Error(`no use ${deed.recordId}`)
    const { told, changes } = deed
    const details = detailsOf(told, changes)
    await addFacts(tx, use, [{
      id: randomUUID(), kind: 'correction', source: 'correction', at: now, byId: held.appliedById, reason: `${told.system}: ${file?.fileName ?? ''}`,
      correction: { ...(changes.startsAt && { startsAt: told.startsAt }), ...(changes.endsAt && { endsAt: told.endsAt }) },
      ...(Object.keys(details).length > 0 && { details }),
    }], { actorId: held.appliedById, action: 'use.corrected', now })
  }
}

/** Uses and by what they are known elsewhere, one statement each for any number of them. */
async function insertUses(tx: Tx, held: HeldIntake, rows: readonly object[], now: Date): Promise<void> {
  const input = JSON.stringify(rows)
  await tx.$executeRaw`
    INSERT INTO usage_record (id, resource_id, person_id, status, starts_at, ends_at, start_source, end_source, spells, used_seconds, warm_up_seconds, measuring_seconds,
           post_seconds, standby_seconds, operation, purpose, beneficiary, samples, remarks, created_at, updated_at)
    SELECT x."recordId", x."resourceId", x."personId", x.status, x."startsAt", x."endsAt", 'import', 'import', x.spells, x.used, x."warmUp", x.measuring,
           x.post, x.standby, x.operation, x.purpose, x.beneficiary, x.samples, x.remarks, ${now}::timestamptz, ${now}::timestamptz
      FROM jsonb_to_recordset(${input}::jsonb) AS x("recordId" uuid, "resourceId" text, "personId" uuid, status "ItemStatus", "startsAt" timestamptz, "endsAt" timestamptz, spells jsonb,
             used int, "warmUp" int, measuring int, post int, standby int, operation "Operation", purpose "Purpose", beneficiary "Beneficiary", samples int, remarks text)`
  await tx.$executeRaw`
    INSERT INTO imported_use (record_id, university_id, system, external_id, intake_id)
    SELECT x."recordId", ${held.universityId}, x.system, x."externalId", ${held.id}::uuid
      FROM jsonb_to_recordset(${input}::jsonb) AS x("recordId" uuid, system text, "externalId" text)`
}
