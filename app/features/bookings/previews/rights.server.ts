import { type Actor, can } from '~/domain/access/permission'
import { type HeldFacts, NOTHING_HELD, type PlaceFacts, type QualificationFact, type QualificationRule, type RuleBook } from '~/domain/eligibility/facts'
import { isUsable, judgeFitness, type ModeJudgement } from '~/domain/eligibility/fitness'
import { touchesNight } from '~/domain/eligibility/night'
import { fitnessProblems } from '~/domain/eligibility/problems'
import { qualificationGaps } from '~/domain/eligibility/qualification'
import type { Problem } from '~/domain/problem'
import { type Fallen, type HeldItem, heldItems, heldItemsWhere, MOST_NAMED, type Preview, previewOf } from '~/features/bookings/previews/held-items.server'
import type { ManagedScope } from '~/features/catalogue/managed.server'
import { type EligibilityFacts, eligibilityFacts, eligibilityFactsOfMany } from '~/features/people/eligibility/facts.server'
import { subjectOf } from '~/features/people/qualifications/rules.server'
import type { RuleInput } from '~/features/people/qualifications/schema'
import { db } from '~/platform/db.server'
import { Prisma } from '~/platform/generated/prisma/client'

/** Of more people only so many are looked at, those with the earliest bookings first. */
const MOST_PEOPLE = 300

/** The bookings to come whose people a rule would lock out: they hold nothing that it asks. Nothing is written. */
export async function previewQualificationRule(input: RuleInput, now: Date): Promise<Preview> {
  const { kind, id } = subjectOf(input.subject)
  const items = (await heldItems({ kind, id }, now)).filter((each) => each.mode === input.mode && (input.kindId === null || each.kindId === input.kindId))
  if (items.length === 0) return previewOf([], () => false)
  const resourceIds = [...new Set(items.map((each) => each.resourceId))]
  const [{ places, rules }, held, recognitions] = await Promise.all([
    eligibilityFacts(null, resourceIds, now),
    qualificationsOf([...new Set(items.map((each) => each.attendeeId))]),
    db.recognition.findMany({ where: { layer: 'qualification', toResourceId: { in: resourceIds }, OR: [{ endsAt: null }, { endsAt: { gt: now } }] } }),
  ])
  const mode = input.mode === 'self_operation' ? null : input.mode
  const about = kind === 'resource' ? { resourceId: id, kindId: null, labId: null } : { resourceId: null, kindId: input.kindId, labId: id }
  const added: QualificationRule = { ...input, ...about, id: 'added', mode }
  const isReplaced = (each: QualificationRule) =>
    each.id === input.replaces ||
    (each.mode === mode && each.band === input.band && each.resourceId === about.resourceId && each.kindId === about.kindId && each.labId === about.labId)
  const before: RuleBook = { ...rules, recognitions }
  const after: RuleBook = { ...before, qualificationRules: [...rules.qualificationRules.filter((each) => !isReplaced(each)), added] }
  const placeOf = new Map(places.map((place) => [place.id, place]))
  const lacks = (item: HeldItem, book: RuleBook) =>
    qualificationGaps({ ...NOTHING_HELD, qualifications: held.get(item.attendeeId) ?? [] }, placeOf.get(item.resourceId)!, book, asked(item)).length > 0
  return previewOf(items, (item) => !lacks(item, before) && lacks(item, after))
}

const asked = (item: HeldItem) => ({ mode: item.mode, at: item.start, isNight: touchesNight(item, item.timeZone) })

async function qualificationsOf(personIds: string[]): Promise<Map<string, QualificationFact[]>> {
  const rows = await db.qualification.findMany({ where: { personId: { in: personIds }, revokedAt: null } })
  const byPerson = new Map<string, QualificationFact[]>()
  for (const row of rows) byPerson.set(row.personId, [...(byPerson.get(row.personId) ?? []), row])
  return byPerson
}

export type Right = { kind: 'qualification' | 'admission' | 'certificate'; id: string }
/** `elsewhere`: bookings that fall, too, at labs whose bookings the reader does not see. */
export type LossPreview = Preview & { elsewhere: number }

/**
 * The bookings to come of its holder that rest on a right: allowed while it is in force, refused
 * without it. Asked before it is taken away, and after, to see what it took along.
 */
export async function previewLoss(actor: Actor, right: Right, now: Date): Promise<LossPreview> {
  const personId = await holderOf(right)
  const items = personId === null ? [] : await heldItemsWhere(Prisma.sql`b.attendee_id = ${personId}::uuid`, now)
  if (items.length === 0) return { ...previewOf([], () => false), elsewhere: 0 }
  const { person, places, rules } = await eligibilityFacts(personId, [...new Set(items.map((each) => each.resourceId))], now)
  const without = person && (await withoutRight(person, right))
  if (without === null || without === undefined) return { ...previewOf(items, () => false), elsewhere: 0 }
  const placeOf = new Map(places.map((place) => [place.id, place]))
  const may = (item: HeldItem, held: HeldFacts) => isUsable(modeOf(item, held, placeOf.get(item.resourceId)!, rules))
  const falls = (item: HeldItem) => may(item, without.whole) && !may(item, without.left)
  const own = items.filter((each) => can(actor, 'read:booking', { labId: each.labId, universityId: each.universityId }))
  return { ...previewOf(own, falls), elsewhere: items.filter((each) => !own.includes(each) && falls(each)).length }
}

function modeOf(item: HeldItem, held: HeldFacts, place: PlaceFacts, rules: RuleBook): ModeJudgement {
  const { modes } = judgeFitness(held, { ...place, modes: [item.mode] }, rules, asked(item))
  return modes[0]!
}

async function holderOf({ kind, id }: Right): Promise<string | null> {
  const query = { where: { id }, select: { personId: true } } as const
  if (kind === 'qualification') return (await db.qualification.findUnique(query))?.personId ?? null
  if (kind === 'admission') return (await db.safetyAdmission.findUnique(query))?.personId ?? null
  return (await db.certificate.findUnique(query))?.personId ?? null
}

/** What is held with the right in force for ever, and without it. */
async function withoutRight(held: HeldFacts, { kind, id }: Right): Promise<{ whole: HeldFacts; left: HeldFacts } | null> {
  if (kind === 'qualification') {
    const row = await db.qualification.findUnique({ where: { id } })
    if (row === null) return null
    const left = withoutOne(held.qualifications, (each) => each.resourceId === row.resourceId && each.kindId === row.kindId && each.mode === row.mode && each.band === row.band && isSame(each, row))
    const { resourceId, kindId, mode, band, validFrom } = row
    const whole = { resourceId, kindId, mode, band, validFrom, validUntil: null, suspendedAt: null, idleDays: null, lastUsedAt: null }
    return { left: { ...held, qualifications: left }, whole: { ...held, qualifications: [...left, whole] } }
  }
  if (kind === 'admission') {
    const row = await db.safetyAdmission.findUnique({ where: { id } })
    if (row === null) return null
    const left = withoutOne(held.admissions, (each) => each.layer === row.layer && each.universityId === row.universityId && each.labId === row.labId && each.roomId === row.roomId && isSame(each, row))
    const { layer, universityId, labId, roomId, validFrom } = row
    return { left: { ...held, admissions: left }, whole: { ...held, admissions: [...left, { layer, universityId, labId, roomId, validFrom, validUntil: null }] } }
  }
  const row = await db.certificate.findUnique({ where: { id } })
  if (row === null) return null
  const lastDay = row.validUntil.toISOString().slice(0, 10)
  const left = withoutOne(held.certificates, (each) => each.kind === row.kind && each.validUntil === lastDay)
  const whole = { kind: row.kind, validFrom: row.validFrom?.toISOString().slice(0, 10) ?? null, validUntil: lastDay, state: 'verified' as const }
  return { left: { ...held, certificates: left }, whole: { ...held, certificates: [...left, whole] } }
}

const isSame = (each: { validFrom: Date; validUntil: Date | null }, row: { validFrom: Date; validUntil: Date | null }) =>
  each.validFrom.getTime() === row.validFrom.getTime() && each.validUntil?.getTime() === row.validUntil?.getTime()

function withoutOne<T>(all: readonly T[], isIt: (each: T) => boolean): T[] {
  const at = all.findIndex(isIt)
  return all.filter((_, index) => index !== at)
}

export type Refused = Fallen & { attendeeId: string; labId: string; universityId: string; problems: Problem[] }

/** Of the bookings to come, those whose people have lost, or never had, what their place asks; with what is missing. */
async function refusedOf(condition: Prisma.Sql, now: Date): Promise<Refused[]> {
  const items = await heldItemsWhere(condition, now)
  const people = [...new Set(items.map((each) => each.attendeeId))].slice(0, MOST_PEOPLE)
  if (people.length === 0) return []
  const facts = await eligibilityFactsOfMany(people, [...new Set(items.map((each) => each.resourceId))], now)
  const refused: Refused[] = []
  for (const item of items) {
    const problems = problemsOf(item, facts.get(item.attendeeId))
    if (problems.length > 0) refused.push({ ...item, problems })
    if (refused.length === MOST_NAMED) break
  }
  return refused
}

function problemsOf(item: HeldItem, facts: EligibilityFacts | undefined): Problem[] {
  const place = facts?.places.find((each) => each.id === item.resourceId)
  return facts?.person && place ? fitnessProblems(modeOf(item, facts.person, place, facts.rules), []) : []
}

/** In the actor's own labs and universities; over the alliance there are too many to look at. */
export async function refusedIn({ labIds, universityIds }: ManagedScope, now: Date): Promise<Refused[]> {
  if (labIds.length + universityIds.length === 0) return []
  return refusedOf(Prisma.sql`r.lab_id = ANY (${labIds}::text[]) OR r.university_id = ANY (${universityIds}::text[])`, now)
}

export const refusedFor = (personId: string, now: Date): Promise<Refused[]> => refusedOf(Prisma.sql`b.attendee_id = ${personId}::uuid`, now)
