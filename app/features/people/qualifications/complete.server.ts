import type { ResourceMode } from '~/domain/booking/facts'
import { ruleFor, stepsLeft } from '~/domain/eligibility/qualification'
import type { TimeBand } from '~/domain/eligibility/facts'
import { addMonths } from '~/domain/eligibility/validity'
import { record } from '~/features/audit/record.server'
import { orderMail } from '~/features/jobs/order-mail.server'
import type { Tx } from '~/platform/db.server'
import type { RecordSource } from '~/platform/generated/prisma/enums'

export type NewQualification = {
  personId: string
  resourceId: string
  mode: ResourceMode
  band: TimeBand
  grantedById: string | null
  sessionId?: string | null
  source: RecordSource
  /** Null: as the rule says, or without end. */
  validUntil: Date | null
}

const placeFields = { id: true, kindId: true, labId: true, universityId: true, campus: { select: { timeZone: true } } } as const

/** The resource with the running rule that says what it takes, if any. */
export async function ruleOf(tx: Tx, resourceId: string, mode: ResourceMode, band: TimeBand) {
  const place = await tx.resource.findUniqueOrThrow({ where: { id: resourceId }, select: placeFields })
  const rules = await tx.qualificationRule.findMany({
    where: { endedAt: null, OR: [{ resourceId }, { kindId: place.kindId }, { labId: place.labId }] },
  })
  const found = ruleFor({ ...place, roomId: null, hazardClass: null, safetyLevel: null, needsQualification: false, modes: [], timeZone: place.campus.timeZone }, rules, mode, band)
  return { place, rule: rules.find((each) => each.id === found?.id) ?? null }
}

/**
 * Writes a qualification with the validity of the rule that counts. Who holds one in force of the same
 * resource, mode and band keeps that one: a repeat changes nothing. Its holder is told. The caller has locked the person.
 */
export async function writeQualification(tx: Tx, wanted: NewQualification, now: Date): Promise<{ id: string; isNew: boolean }> {
  const { personId, resourceId, mode, band } = wanted
  const held = await tx.qualification.findFirst({
    where: {
      personId, resourceId, band, mode: mode === 'self_operation' ? null : mode, revokedAt: null, suspendedAt: null,
      OR: [{ validUntil: null }, { validUntil: { gt: now } }],
    },
    select: { id: true, validUntil: true, idleDays: true, lastUsedAt: true, validFrom: true },
  })
  const isIdle = held?.idleDays ? (held.lastUsedAt ?? held.validFrom).getTime() + held.idleDays * 86_400_000 <= now.getTime() : false
  if (held && !isIdle) return { id: held.id, isNew: false }
  const { place, rule } = await ruleOf(tx, resourceId, mode, band)
  const person = await tx.affiliation.findFirst({
    where: { personId, isHome: true, startsAt: { lte: now }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
    select: { kind: true },
  })
  const { id } = await tx.qualification.create({
    data: {
      personId, resourceId, band,
      mode: mode === 'self_operation' ? null : mode,
      grantedById: wanted.grantedById,
      sessionId: wanted.sessionId ?? null,
      source: wanted.source,
      validFrom: now,
      validUntil: wanted.validUntil ?? (rule?.validMonths ? addMonths(now, rule.validMonths, place.campus.timeZone) : null),
      idleDays: rule?.idleDays ?? null,
      traineeKind: person?.kind ?? null,
    },
    select: { id: true },
  })
  await record(tx, {
    actorId: wanted.grantedById, action: 'qualification.granted', subjectKind: 'qualification', subjectId: id,
    universityId: place.universityId, data: { personId, resourceId, mode, band, source: wanted.source },
  })
  // Whoever is brought in by spreadsheet has held it on paper and needs no letter.
  if (wanted.source !== 'import') await orderMail(tx, { key: `qualification-granted:${id}`, kind: 'qualification-granted', personId, recordId: id })
  return { id, isNew: true }
}

/** Grants what the steps of a person have completed, where a rule says what it takes; true when it did. */
export async function grantIfComplete(
  tx: Tx,
  about: { personId: string; resourceId: string; grantedById: string | null; sessionId: string | null },
  now: Date,
): Promise<boolean> {
  const { rule, place } = await ruleOf(tx, about.resourceId, 'self_operation', 'any')
  if (rule === null || rule.grantedBy === 'manager') return false
  // Steps from before the last loss were for what was lost.
  const lost = await tx.qualification.findFirst({
    where: { personId: about.personId, resourceId: about.resourceId, OR: [{ revokedAt: { not: null } }, { validUntil: { lte: now } }] },
    orderBy: { createdAt: 'desc' },
    select: { revokedAt: true, validUntil: true },
  })
  const since = lost?.revokedAt ?? lost?.validUntil ?? null
  const steps = await tx.trainingStep.findMany({
    where: { personId: about.personId, ...(since && { at: { gt: since } }), OR: [{ resourceId: about.resourceId }, { resourceId: null, kindId: place.kindId }] },
    select: { kind: true },
  })
  if (stepsLeft(rule, steps).length > 0) return false
  const written = await writeQualification(tx, { ...about, mode: 'self_operation', band: 'any', source: 'training', validUntil: null }, now)
  return written.isNew
}
