import { createHash } from 'node:crypto'
import { foldName } from '~/domain/inventory/matching'
import { record } from '~/features/audit/record.server'
import type { HeldImport } from '~/features/catalogue/import/held.server'
import type { Tx } from '~/platform/db.server'

/** The labs that were confirmed to be new: unconfirmed platforms of the university, once each. */
export async function createLabs(tx: Tx, held: HeldImport, now: Date): Promise<void> {
  const wanted = new Set(Object.entries(held.plan.labChoices).flatMap(([name, choice]) => (choice === 'create' ? [name] : [])))
  if (wanted.size === 0 || held.plan.labIds !== null) return
  const named = await tx.$queryRaw<{ name: string }[]>`
    SELECT btrim("values" ->> 'lab') AS name
      FROM inventory_import_row
     WHERE import_id = ${held.id}::uuid AND outcome IN ('added', 'changed') AND "values" ? 'lab'
     GROUP BY 1 ORDER BY 1`
  const known = await tx.lab.findMany({ where: { hostUniversityId: held.universityId }, select: { nameZh: true, nameEn: true, formerNames: true } })
  const taken = new Set(known.flatMap((lab) => [lab.nameZh, lab.nameEn, ...lab.formerNames].map(foldName)))
  for (const { name } of named) {
    const folded = foldName(name)
    if (!wanted.has(folded) || taken.has(folded)) continue
    taken.add(folded)
    const id = `${held.universityId}-${createHash('sha256').update(folded).digest('hex').slice(0, 10)}`
    const made = await tx.lab.createMany({
      data: [{
        id, hostUniversityId: held.universityId, campusId: held.plan.defaults.campusId, nameZh: name, nameEn: name, level: 'university_platform',
      }],
      skipDuplicates: true,
    })
    if (made.count === 0) continue
    await tx.labOwner.create({ data: { labId: id, universityId: held.universityId, role: 'lead' }, select: { labId: true } })
    await record(tx, {
      actorId: held.appliedById, action: 'lab.created', subjectKind: 'lab', subjectId: id, universityId: held.universityId,
      data: { importId: held.id, nameZh: name, at: now.toISOString() },
    })
  }
}
