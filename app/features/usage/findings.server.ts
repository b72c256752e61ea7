import { randomUUID } from 'node:crypto'
import { findConduct, type Finding } from '~/domain/conduct/findings'
import type { UseRecord } from '~/domain/usage/record'
import { orderMail } from '~/features/jobs/order-mail.server'
import { deriveConduct } from '~/features/usage/conduct/derive.server'
import type { HeldUse } from '~/features/usage/facts.server'
import type { Prisma } from '~/platform/generated/prisma/client'
import type { Tx } from '~/platform/db.server'

/**
 * Writes down what the use shows now of its person's conduct. A finding that stands is left; one that the facts no
 * longer show, or show otherwise, is withdrawn, and the new one stands beside it. What follows from them is written in the same transaction, under the person's lock, which the caller holds.
 */
export async function keepFindings(tx: Tx, use: HeldUse & { recordId: string }, record: UseRecord, now: Date): Promise<void> {
  const { plan, bookingStatus, rules, outages } = use
  if (plan === null || bookingStatus === null) return
  const shown = findConduct({ plan, bookingStatus, record, rules, outages })
  const standing = await tx.conductFinding.findMany({
    where: { recordId: use.recordId, withdrawnAt: null, kind: { not: 'misuse' } },
    select: { id: true, kind: true, at: true, evidence: true },
  })
  const isSame = (finding: Finding, row: (typeof standing)[number]) =>
    row.kind === finding.kind && row.at.getTime() === finding.at.getTime() && sameEvidence(finding.evidence, row.evidence)
  const gone = standing.filter((row) => !shown.some((finding) => isSame(finding, row)))
  const fresh = shown.filter((finding) => !standing.some((row) => isSame(finding, row)))
  if (gone.length > 0) {
    await tx.conductFinding.updateMany({ where: { id: { in: gone.map(({ id }) => id) } }, data: { withdrawnAt: now } })
  }
  const found = fresh.map((finding) => ({ id: randomUUID(), ...finding }))
  if (found.length > 0) {
    await tx.conductFinding.createMany({
      data: found.map(({ id, kind, at, evidence }) => ({
        id, kind, at, evidence: { ...evidence } as Prisma.InputJsonObject, points: rules.points[kind], recordId: use.recordId, personId: use.personId,
        resourceId: use.resourceId, labId: use.labId, universityId: use.universityId, foundAt: now,
      })),
    })
  }
  for (const { id } of found) await orderMail(tx, { key: `conduct-found:${id}`, kind: 'conduct-found', personId: use.personId, subjectId: id })
  if (gone.length + found.length > 0) await deriveConduct(tx, use.personId, now)
}

function sameEvidence(evidence: Finding['evidence'], stored: unknown): boolean {
  if (typeof stored !== 'object' || stored === null) return false
  const keys = Object.keys(evidence)
  return keys.length === Object.keys(stored).length && keys.every((key) => Reflect.get(stored, key) === evidence[key])
}
