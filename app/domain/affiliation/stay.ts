import { problem, type Problem } from '~/domain/problem'

export const AFFILIATION_BASES = ['home', 'joint_appointment', 'visiting', 'exchange', 'secondment', 'joint_supervision'] as const
export type AffiliationBasis = (typeof AFFILIATION_BASES)[number]
/** What somebody may be at a university that is not their home: always for a term. */
export const TERM_BASES = AFFILIATION_BASES.slice(1) as readonly Exclude<AffiliationBasis, 'home'>[]

/** Half-open; without an end it runs until it is ended. */
export type Term = { startsAt: Date; endsAt: Date | null }

export type Stay = Term & {
  universityId: string
  isHome: boolean
  confirmedAt: Date | null
}

/** The sponsor as they stand at the host: what they are there, and until when. */
export type Sponsor = { personId: string; stays: readonly (Stay & { kind: string })[] }
/** Somebody (`personId`) for whom somebody else answers during a term. */
export type Sponsorship = Term & { personId: string; sponsorId: string }

/** A term at another university is looked at anew after so many years. */
export const MAX_TERM_YEARS = 5
/** Who answers for others: people who work at the host. */
export const SPONSORING_KINDS: readonly string[] = ['teacher', 'staff', 'technician']
/** A coming end is announced so many days ahead, once each. */
export const WARNING_DAYS = [30, 7] as const

const DAY_MS = 86_400_000

/** True from the start to the instant before the end. */
export function isRunning(term: Term, at: Date): boolean {
  return term.startsAt <= at && (term.endsAt === null || at < term.endsAt)
}

export function termsOverlap(a: Term, b: Term): boolean {
  const isEmpty = ({ startsAt, endsAt }: Term) => endsAt !== null && endsAt <= startsAt
  if (isEmpty(a) || isEmpty(b)) return false
  return (b.endsAt === null || a.startsAt < b.endsAt) && (a.endsAt === null || b.startsAt < a.endsAt)
}

export type StayState = 'waiting' | 'refused' | 'coming' | 'running' | 'ending' | 'ended'

/** What to call an affiliation at an instant. A refused one was ended at its own start, never confirmed. */
export function stayState(stay: Term & { isHome: boolean; confirmedAt: Date | null }, now: Date): StayState {
  const { startsAt, endsAt, confirmedAt, isHome } = stay
  if (confirmedAt === null && !isHome) {
    if (endsAt !== null && endsAt <= startsAt) return 'refused'
    return endsAt !== null && endsAt <= now ? 'ended' : 'waiting'
  }
  if (endsAt !== null && endsAt <= now) return 'ended'
  if (startsAt > now) return 'coming'
  return endsAt !== null && endsAt.getTime() - now.getTime() <= WARNING_DAYS[0] * DAY_MS ? 'ending' : 'running'
}

/**
 * Whether the coming end is to be announced now: once when 30 days are left and once when 7 are.
 * `warnedAt` is the last announcement; moving the end forgets it.
 */
export function isWarningDue(stay: { endsAt: Date | null; warnedAt: Date | null }, now: Date): boolean {
  const { endsAt, warnedAt } = stay
  if (endsAt === null || endsAt <= now) return false
  const left = endsAt.getTime() - now.getTime()
  return WARNING_DAYS.some(
    (days) => left <= days * DAY_MS && (warnedAt === null || endsAt.getTime() - warnedAt.getTime() > days * DAY_MS),
  )
}

const invalid = (field: string, rule: string): Problem => problem('field_invalid', { field, rule: `affiliations.rules.${rule}` })

/**
 * Why a wished affiliation cannot be: every reason at once, each with its field. A person belongs to
 * one university once at a time, has one home at a time, and elsewhere stays for a term of at most
 * MAX_TERM_YEARS, not in the past.
 */
export function judgeStay(
  wish: Term & { universityId: string; basis: AffiliationBasis },
  others: readonly Stay[],
  now: Date,
): Problem[] {
  const found: Problem[] = []
  const { startsAt, endsAt } = wish
  if (endsAt !== null && endsAt <= startsAt) found.push(invalid('lastDay', 'reversed'))
  else if (endsAt !== null && endsAt <= now) found.push(invalid('lastDay', 'over'))
  if (wish.basis !== 'home') {
    if (endsAt === null) found.push(invalid('lastDay', 'needs_end'))
    else if (yearsAfter(startsAt, MAX_TERM_YEARS) < endsAt) found.push(invalid('lastDay', 'too_long'))
  }
  const clashing = others.filter((each) => termsOverlap(each, wish))
  if (clashing.some((each) => each.universityId === wish.universityId)) found.push(invalid('universityId', 'overlap'))
  else if (wish.basis === 'home' && clashing.some((each) => each.isHome)) found.push(invalid('universityId', 'second_home'))
  return found
}

/**
 * Why somebody cannot answer for a person at a host. The sponsor works there (SPONSORING_KINDS,
 * confirmed) when the stay begins, is somebody else, and nobody ends up answering for themselves,
 * however many people stand between.
 */
export function judgeSponsor(
  wish: Term & { personId: string; universityId: string },
  sponsor: Sponsor,
  sponsorships: readonly Sponsorship[],
  now: Date,
): Problem[] {
  if (sponsor.personId === wish.personId) return [invalid('sponsorEmail', 'sponsor_self')]
  const at = wish.startsAt > now ? wish.startsAt : now
  const isOfHost = sponsor.stays.some(
    (each) =>
      each.universityId === wish.universityId &&
      (each.isHome || each.confirmedAt !== null) &&
      SPONSORING_KINDS.includes(each.kind) &&
      isRunning(each, at),
  )
  if (!isOfHost) return [invalid('sponsorEmail', 'sponsor_not_of_host')]
  return closesCircle({ ...wish, sponsorId: sponsor.personId }, sponsorships) ? [invalid('sponsorEmail', 'sponsor_circle')] : []
}

/** Whether a sponsorship would make somebody answer, through others, for themselves while it lasts. */
export function closesCircle(added: Sponsorship, existing: readonly Sponsorship[]): boolean {
  const sponsorsOf = new Map<string, string[]>()
  for (const each of existing) {
    if (!termsOverlap(each, added)) continue
    sponsorsOf.set(each.personId, [...(sponsorsOf.get(each.personId) ?? []), each.sponsorId])
  }
  return leadsBack(added.personId, added.sponsorId, sponsorsOf)
}

/** Whether, going up from a sponsor through those who answer for them, one comes back to the person. */
export function leadsBack(person: string, sponsor: string, sponsorsOf: ReadonlyMap<string, readonly string[]>): boolean {
  const seen = new Set<string>()
  const open = [sponsor]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === person) return true
    if (seen.has(next)) continue
    seen.add(next)
    open.push(...(sponsorsOf.get(next) ?? []))
  }
  return false
}

/** The same instant so many years later. */
export function yearsAfter(instant: Date, years: number): Date {
  const later = new Date(instant)
  later.setUTCFullYear(later.getUTCFullYear() + years)
  return later
}
