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
    await tx.usageRecord.createMany({
      data: made.map(({ recordId, resourceId, personId, told, details, record }) => ({
        id: recordId, resourceId, personId, status: record.status, startsAt: told.startsAt, endsAt: told.endsAt, startSource: 'import', endSource: 'import',
        spells: record.spells.map(({ start, end }) => ({ start: start.toISOString(), end: end.toISOString() })), usedSeconds: record.usedSeconds,
        warmUpSeconds: record.split.warmUp, measuringSeconds: record.split.measuring, postSeconds: record.split.post, standbySeconds: record.split.standby,
        operation: details.operation, purpose: details.purpose, beneficiary: details.beneficiary, samples: details.samples ?? null, remarks: details.remarks ?? null,
        createdAt: now, updatedAt: now,
      })),
    })
    await tx.usageEvent.createMany({
      data: made.flatMap(({ recordId, facts, details }) =>
        facts.map(({ id, kind, source, at }) => ({ id, recordId, kind, source, at, byId: held.appliedById, data: { details: { ...details } }, recordedAt: now }))),
    })
    await tx.importedUse.createMany({
      data: made.map(({ recordId, told }) => ({ recordId, universityId: held.universityId, system: told.system, externalId: told.externalId, intakeId: held.id })),
    })
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
