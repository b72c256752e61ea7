import { RESOURCE_MODES, type ResourceMode } from '~/domain/booking/facts'
import { TIME_BANDS, type TimeBand } from '~/domain/eligibility/facts'
import { lastLoss, ruleFor, stepsLeft } from '~/domain/eligibility/qualification'
import { addMonths } from '~/domain/eligibility/validity'
import { record } from '~/features/audit/record.server'
import { orderMail } from '~/features/jobs/order-mail.server'
import { defaultTimeZone } from '~/i18n/locale'
import type { Tx } from '~/platform/db.server'
import type { RecordSource } from '~/platform/generated/prisma/enums'

/** A resource, or all of a kind at one university. */
export type QualifiedFor = { resourceId: string } | { kindId: string; universityId: string }
export type NewQualification = {
  personId: string
  subject: QualifiedFor
  mode: ResourceMode
  band: TimeBand
  grantedById: string | null
  sessionId?: string | null
  source: RecordSource
  /** Null: as the rule says, or without end. */
  validUntil: Date | null
}

const placeFields = { id: true, kindId: true, labId: true, universityId: true, campus: { select: { timeZone: true } } } as const

/** The resource and how to find the running rule that says what it takes, if any. */
async function rulesOf(tx: Tx, resourceId: string) {
  const place = await tx.resource.findUniqueOrThrow({ where: { id: resourceId }, select: placeFields })
  const rules = await tx.qualificationRule.findMany({
    where: { endedAt: null, OR: [{ resourceId }, { kindId: place.kindId }, { labId: place.labId }] },
  })
  const facts = { ...place, roomId: null, hazardClass: null, safetyLevel: null, needsQualification: false, modes: [], timeZone: place.campus.timeZone }
  return {
    place,
    ruleOf: (mode: ResourceMode, band: TimeBand) => {
      const found = ruleFor(facts, rules, mode, band)
      return rules.find((each) => each.id === found?.id) ?? null
    },
  }
}

/** What a new qualification for the subject is valid for: by the rule of the resource, or the one of the kind in any lab. */
async function termsOf(tx: Tx, subject: QualifiedFor, mode: ResourceMode, band: TimeBand) {
  if ('resourceId' in subject) {
    const { place, ruleOf } = await rulesOf(tx, subject.resourceId)
    return { universityId: place.universityId, timeZone: place.campus.timeZone, rule: ruleOf(mode, band) }
  }
  const rule = await tx.qualificationRule.findFirst({
    where: { endedAt: null, resourceId: null, labId: null, kindId: subject.kindId, band, mode: mode === 'self_operation' ? null : mode },
    orderBy: { createdAt: 'desc' },
  })
  return { universityId: subject.universityId, timeZone: defaultTimeZone, rule }
}

/**
 * Writes a qualification with the validity of the rule that counts. Who holds one in force of the same
 * subject, mode and band keeps that one: a repeat changes nothing. Its holder is told. The caller has locked the person.
 */
export async function writeQualification(tx: Tx, wanted: NewQualification, now: Date): Promise<{ id: string; isNew: boolean }> {
  const { personId, subject, mode, band } = wanted
  const about = 'resourceId' in subject ? { resourceId: subject.resourceId, kindId: null, universityId: null } : { resourceId: null, ...subject }
  const held = await tx.qualification.findFirst({
    where: {
      personId, ...about, band, mode: mode === 'self_operation' ? null : mode, revokedAt: null, suspendedAt: null,
      OR: [{ validUntil: null }, { validUntil: { gt: now } }],
    },
    select: { id: true, validUntil: true, idleDays: true, lastUsedAt: true, validFrom: true },
  })
  const isIdle = held?.idleDays ? (held.lastUsedAt ?? held.validFrom).getTime() + held.idleDays * 86_400_000 <= now.getTime() : false
  if (held && !isIdle) return { id: held.id, isNew: false }
  const { universityId, timeZone, rule } = await termsOf(tx, subject, mode, band)
  const person = await tx.affiliation.findFirst({
    where: { personId, isHome: true, startsAt: { lte: now }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
    select: { kind: true },
  })
  const { id } = await tx.qualification.create({
    data: {
      personId, ...about, band,
      mode: mode === 'self_operation' ? null : mode,
      grantedById: wanted.grantedById,
      sessionId: wanted.sessionId ?? null,
      source: wanted.source,
      validFrom: now,
      validUntil: wanted.validUntil ?? (rule?.validMonths ? addMonths(now, rule.validMonths, timeZone) : null),
      idleDays: rule?.idleDays ?? null,
      traineeKind: person?.kind ?? null,
    },
    select: { id: true },
  })
  // Whoever is qualified waits for no training of it any more.
  await tx.trainingWish.updateMany({
    where: { personId, status: 'waiting', resource: 'resourceId' in subject ? { id: subject.resourceId } : { kindId: subject.kindId, universityId: subject.universityId } },
    data: { status: 'served', settledAt: now },
  })
  await record(tx, {
    actorId: wanted.grantedById, action: 'qualification.granted', subjectKind: 'qualification', subjectId: id,
    universityId, data: { personId, ...about, mode, band, source: wanted.source },
  })
  // Whoever is brought in by spreadsheet has held it on paper and needs no letter.
  if (wanted.source !== 'import') await orderMail(tx, { key: `qualification-granted:${id}`, kind: 'qualification-granted', personId, recordId: id })
  return { id, isNew: true }
}

/**
 * Grants what the steps of a person have completed, for each mode and time of the resource where a rule
 * says what it takes and leaves the granting to the last step; true when it granted anything.
 */
export async function grantIfComplete(
  tx: Tx,
  about: { personId: string; resourceId: string; grantedById: string | null; sessionId: string | null },
  now: Date,
): Promise<boolean> {
  const { personId, resourceId } = about
  const { place, ruleOf } = await rulesOf(tx, resourceId)
  const asked = RESOURCE_MODES.flatMap((mode) => TIME_BANDS.map((band) => ({ mode, band, rule: ruleOf(mode, band) }))).filter(({ rule }) => rule?.grantedBy === 'last_step')
  if (asked.length === 0) return false
  const held = await tx.qualification.findMany({
    where: { personId, OR: [{ resourceId }, { resourceId: null, kindId: place.kindId, OR: [{ universityId: null }, { universityId: place.universityId }] }] },
    select: { mode: true, band: true, validFrom: true, validUntil: true, idleDays: true, lastUsedAt: true, revokedAt: true, suspendedAt: true },
  })
  const steps = await tx.trainingStep.findMany({
    where: { personId, OR: [{ resourceId }, { resourceId: null, kindId: place.kindId }] },
    select: { kind: true, at: true },
  })
  let hasGranted = false
  for (const { mode, band, rule } of asked) {
    const such = held.filter((each) => (each.mode ?? 'self_operation') === mode && (band === 'any' || each.band === band))
    // What was suspended is lifted by a person, not by a step.
    if (such.some((each) => each.suspendedAt !== null && each.revokedAt === null)) continue
    // Steps from before the last loss were for what was lost.
    const since = lastLoss([...such, ...held.filter((each) => each.revokedAt !== null)], now)
    if (rule === null || stepsLeft(rule, steps.filter((each) => since === null || each.at > since)).length > 0) continue
    const { isNew } = await writeQualification(tx, { ...about, subject: { resourceId }, mode, band, source: 'training', validUntil: null }, now)
    hasGranted ||= isNew
  }
  return hasGranted
}
