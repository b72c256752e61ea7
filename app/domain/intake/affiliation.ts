import type { AffiliationKind } from '~/domain/access/permission'
import { MAX_TERM_YEARS, termsOverlap, yearsAfter } from '~/domain/affiliation/stay'
import { type IntakeChanges, intakeChanges, type IntakeProblem } from '~/domain/intake/fields'
import type { PersonRow } from '~/domain/intake/row'
import type { Basis } from '~/domain/intake/words'
import { addDays, plainDateOf, startOfDay } from '~/domain/time/zone'

/** Terms are counted in days of the alliance's own calendar. */
export const INTAKE_ZONE = 'Asia/Shanghai'

/** The instant after a last day. */
export const endOf = (lastDay: string | null): Date | null => (lastDay === null ? null : startOfDay(addDays(lastDay, 1), INTAKE_ZONE))
/** The last day before an instant. */
export const lastDayOf = (endsAt: Date | null): string | null => endsAt && addDays(plainDateOf(endsAt, INTAKE_ZONE), -1)

export type KnownStay = {
  id: string
  universityId: string
  universityName: string
  kind: AffiliationKind
  basis: Basis
  isHome: boolean
  isConfirmed: boolean
  department: string | null
  startsAt: Date
  endsAt: Date | null
  sponsor: string | null
}

export type KnownPerson = {
  id: string
  status: string
  nameZh: string | null
  nameEn: string | null
  hasPassword: boolean
  stays: readonly KnownStay[]
}

/** What a row wants written: of the account, and of the affiliation with this university. */
export type PersonDeed = {
  /** Null: a new account. */
  personId: string | null
  email: string
  nameZh: string | null
  nameEn: string | null
  /** Becomes an account in use: nobody but its owner has ever been able to sign in with it. */
  activates: boolean
  /** Null: a new affiliation. */
  stayId: string | null
  kind: AffiliationKind
  basis: Basis
  department: string | null
  startsAt: Date
  endsAt: Date | null
  sponsor: string | null
}

export type Placing = {
  universityId: string
  /** The member whose mail domain the address is of. */
  mailUniversity: { id: string; name: string } | null
  now: Date
  /** What the row said when it was last applied. */
  before: PersonRow | null
  sponsor: 'none' | 'known' | 'unknown' | 'circle'
}

export type Placed = { outcome: 'added' | 'changed' | 'same' | 'refused'; changes: IntakeChanges; problems: IntakeProblem[]; deed: PersonDeed | null }

/**
 * What a row of people does at a university. Nobody gets a second home: whose home is elsewhere is
 * taken in for a term with a basis, or not at all. An account that somebody claimed with a password
 * and never proved stays unproven.
 */
export function placePerson(row: PersonRow, known: KnownPerson | null, placing: Placing): Placed {
  const { universityId, now, before } = placing
  const problems: IntakeProblem[] = []
  const stays = known?.stays ?? []
  const isOver = ({ endsAt }: KnownStay) => endsAt !== null && endsAt <= now
  const wished = { startsAt: row.startsOn === null ? now : startOfDay(row.startsOn, INTAKE_ZONE), endsAt: endOf(row.endsOn) }
  const here = stays.filter((each) => each.universityId === universityId && !isOver(each))
  const target = here.find((each) => termsOverlap(each, wished)) ?? here[0] ?? null
  if (target === null && known !== null && before !== null && saysTheSame(row, before) && stays.some((each) => each.universityId === universityId)) {
    return { outcome: 'same', changes: {}, problems: [], deed: null }
  }
  const basis = row.basis ?? target?.basis ?? 'home'
  const startsAt = target === null || row.startsOn !== null ? wished.startsAt : target.startsAt
  const endsAt = row.endsOn === null ? (target?.endsAt ?? null) : wished.endsAt

  if (known !== null && ['suspended', 'merged', 'erased'].includes(known.status)) problems.push({ field: 'email', rule: 'account_closed' })
  const home = stays.find((each) => each.isHome && each.universityId !== universityId && termsOverlap(each, { startsAt, endsAt }))
  const byMail = placing.mailUniversity !== null && placing.mailUniversity.id !== universityId && !stays.some((each) => each.isHome && !isOver(each))
  const elsewhere = home?.universityName ?? (byMail ? placing.mailUniversity?.name : undefined)
  if (basis === 'home' && elsewhere !== undefined) problems.push({ field: 'basis', rule: 'home_elsewhere', params: { university: elsewhere } })
  if (basis !== 'home') {
    if (target?.isHome) problems.push({ field: 'basis', rule: 'home_here' })
    if (endsAt === null) problems.push({ field: 'endsOn', rule: 'term_missing' })
    else if (endsAt > yearsAfter(startsAt, MAX_TERM_YEARS)) problems.push({ field: 'endsOn', rule: 'term_too_long', params: { years: MAX_TERM_YEARS } })
  }
  if (endsAt !== null && endsAt <= startsAt) problems.push({ field: 'endsOn', rule: 'period_reversed', params: { from: plainDateOf(startsAt, INTAKE_ZONE) } })
  const clash = stays.find((each) => each.id !== target?.id && termsOverlap(each, { startsAt, endsAt }) && (each.universityId === universityId || (basis === 'home' && each.isHome)))
  if (clash?.universityId === universityId) problems.push({ field: 'startsOn', rule: 'overlaps', params: { from: plainDateOf(clash.startsAt, INTAKE_ZONE) } })
  if (placing.sponsor === 'unknown') problems.push({ field: 'sponsor', rule: 'sponsor_unknown', params: { email: row.sponsor ?? '' } })
  if (placing.sponsor === 'circle') problems.push({ field: 'sponsor', rule: 'sponsor_circle' })
  if (problems.length > 0) return { outcome: 'refused', changes: {}, problems, deed: null }

  // The name is the home's to say; of others it is taken over only where there is no account yet.
  const mayName = known === null || basis === 'home'
  const said = {
    nameZh: mayName ? row.nameZh : null, nameEn: mayName ? row.nameEn : null,
    kind: target === null || row.saysKind ? row.kind : null, basis: target?.isConfirmed ? row.basis : basis,
    department: row.department, startsOn: row.startsOn, endsOn: row.endsOn, sponsor: row.sponsor,
  }
  const current = {
    nameZh: known?.nameZh ?? null, nameEn: known?.nameEn ?? null, kind: target?.kind ?? null,
    basis: target?.isConfirmed ? target.basis : null, department: target?.department ?? null,
    startsOn: target && plainDateOf(target.startsAt, INTAKE_ZONE), endsOn: lastDayOf(target?.endsAt ?? null), sponsor: target?.sponsor ?? null,
  }
  const changes = intakeChanges(said, current, target === null ? null : before)
  const activates = known !== null && (known.status === 'awaiting_admission' || (known.status === 'unconfirmed' && !known.hasPassword))
  const isChanged = (part: keyof typeof said) => target === null || part in changes
  const deed: PersonDeed = {
    personId: known?.id ?? null, email: row.email, activates,
    nameZh: changes.nameZh?.to ?? known?.nameZh ?? row.nameZh, nameEn: changes.nameEn?.to ?? known?.nameEn ?? row.nameEn,
    stayId: target?.id ?? null,
    kind: isChanged('kind') ? row.kind : (target?.kind ?? row.kind),
    basis: isChanged('basis') ? basis : (target?.basis ?? basis),
    department: changes.department?.to ?? target?.department ?? null,
    startsAt: isChanged('startsOn') ? startsAt : (target?.startsAt ?? startsAt),
    endsAt: isChanged('endsOn') ? endsAt : (target?.endsAt ?? null),
    sponsor: changes.sponsor?.to ?? target?.sponsor ?? null,
  }
  if (known === null) return { outcome: 'added', changes: {}, problems, deed }
  const isSame = Object.keys(changes).length === 0 && !activates && target !== null
  return isSame ? { outcome: 'same', changes, problems, deed: null } : { outcome: 'changed', changes, problems, deed }
}

function saysTheSame(row: PersonRow, before: PersonRow): boolean {
  return JSON.stringify(row) === JSON.stringify(before)
}
