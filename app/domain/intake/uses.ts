import type { Purpose } from '~/domain/booking/states'
import type { IntakeField, IntakeRule, IntakeValues } from '~/domain/intake/fields'
import { address, type Cells, type Checked, choice, readCells, required, settled } from '~/domain/intake/row'
import { beneficiaryOfWord, operationOfWord, purposeOfWord } from '~/domain/intake/words'
import { parseWrittenTime } from '~/domain/spreadsheet/dates'
import { plainDateOf } from '~/domain/time/zone'
import type { Beneficiary, Operation } from '~/domain/usage/facts'

/* Rows of logbooks and yearly tables of campus systems, by themselves; see row.ts. */

/** No single use lasts longer. */
const MOST_USE_SECONDS = 366 * 86_400
const MOST_COUNT = 100_000_000

export type ImportedUseRow = {
  externalId: string
  system: string
  resource: string
  email: string
  startsAt: Date
  endsAt: Date
  /** Null: the row does not say. */
  operation: Operation | null
  purpose: Purpose | null
  beneficiary: Beneficiary | null
  samples: number | null
  warmUpSeconds: number | null
  measuringSeconds: number | null
  postSeconds: number | null
  remarks: string | null
}

/** A number as people write it, `1,400.5`; null: none. Never negative. */
function numberOf(text: string): number | null {
  const plain = text.normalize('NFKC').replace(/[,\s]/g, '').replace(/(?:小时|分钟|个|次|人|h|min)$/i, '')
  return /^\d{1,9}(\.\d+)?$/.test(plain) ? Number(plain) : null
}
const countOf = (text: string) => {
  const found = numberOf(text)
  return found !== null && Number.isInteger(found) && found <= MOST_COUNT ? found : null
}
const minutesOf = (text: string) => {
  const found = numberOf(text)
  return found === null || found > MOST_USE_SECONDS / 60 ? null : Math.round(found * 60)
}
/** Hours as whole seconds. */
const hoursOf = (text: string) => {
  const found = numberOf(text)
  return found === null || found > 500_000 ? null : Math.round(found * 3_600)
}

const whole = (cells: Cells, field: IntakeField, read: (text: string) => number | null, rule: IntakeRule) => choice(cells, field, read, rule)

/** A use that another system measured; times without an offset are of the zone. */
export function checkUse(raw: IntakeValues, { now, timeZone }: { now: Date; timeZone: string }): Checked<ImportedUseRow> {
  const cells = readCells('uses', raw)
  const { values, wrong } = cells
  const externalId = required(cells, 'externalId')
  const system = required(cells, 'system')
  const resource = required(cells, 'resource')
  required(cells, 'email')
  const email = address(cells, 'email')
  required(cells, 'startsAt')
  required(cells, 'endsAt')
  const time = (field: 'startsAt' | 'endsAt') => choice(cells, field, (text) => parseWrittenTime(text, timeZone), 'not_a_time')
  const [startsAt, endsAt] = [time('startsAt'), time('endsAt')]
  const seconds = startsAt && endsAt ? Math.round((endsAt.getTime() - startsAt.getTime()) / 1_000) : 0
  if (startsAt && endsAt) {
    if (seconds <= 0) wrong('endsAt', 'period_reversed', { from: values.startsAt ?? '' })
    else if (seconds > MOST_USE_SECONDS) wrong('endsAt', 'use_too_long')
    else if (endsAt > now) wrong('endsAt', 'in_future', { date: plainDateOf(endsAt, timeZone) })
  }
  const parts = (['warmUpMinutes', 'measuringMinutes', 'postMinutes'] as const).map((field) => whole(cells, field, minutesOf, 'not_a_count'))
  const [warmUpSeconds = null, measuringSeconds = null, postSeconds = null] = parts
  const sum = parts.reduce((total: number, each) => total + (each ?? 0), 0)
  if (seconds > 0 && sum > seconds) wrong('measuringMinutes', 'parts_too_long', { minutes: Math.floor(seconds / 60) })
  return settled(cells, {
    externalId, system, resource, email: email ?? '', startsAt: startsAt ?? now, endsAt: endsAt ?? now,
    operation: choice(cells, 'operation', operationOfWord, 'operation_unknown'),
    purpose: choice(cells, 'purpose', purposeOfWord, 'purpose_unknown'),
    beneficiary: choice(cells, 'beneficiary', beneficiaryOfWord, 'beneficiary_unknown'),
    samples: whole(cells, 'samples', (text) => (countOf(text) ?? Infinity) <= 100_000 ? countOf(text) : null, 'not_a_count'),
    warmUpSeconds, measuringSeconds, postSeconds, remarks: values.remarks ?? null,
  })
}

export type YearTotalRow = {
  resource: string
  /** An academic year is named by the year in which it begins. */
  year: number
  basis: 'calendar' | 'academic'
  system: string
  machineSeconds: number
  effectiveSeconds: number | null
  samples: number | null
  users: number | null
}

/** `2024`, `2024年`: a calendar year; `2023-2024`, `2023/2024学年`, `2023学年`: an academic one; null: neither. */
export function yearOf(text: string): { year: number; basis: 'calendar' | 'academic' } | null {
  const folded = text.normalize('NFKC').replace(/\s/g, '')
  const pair = /^((?:19|20)\d{2})[-–—~/至]((?:19|20)?\d{2})(?:学年度?)?$/.exec(folded)
  if (pair) {
    const [, from = '', to = ''] = pair
    return Number(to.slice(-2)) === (Number(from) + 1) % 100 ? { year: Number(from), basis: 'academic' } : null
  }
  const single = /^((?:19|20)\d{2})(年度?|学年度?)?$/.exec(folded)
  return single ? { year: Number(single[1]), basis: single[2]?.startsWith('学') ? 'academic' : 'calendar' } : null
}

/** What a resource did in a past year as another system counted it. `today` is plain; a year that still runs has no total. */
export function checkTotal(raw: IntakeValues, { today }: { today: string }): Checked<YearTotalRow> {
  const cells = readCells('totals', raw)
  const { wrong } = cells
  const resource = required(cells, 'resource')
  const system = required(cells, 'system')
  required(cells, 'year')
  required(cells, 'machineHours')
  const year = choice(cells, 'year', yearOf, 'not_a_year')
  const end = year === null ? null : year.basis === 'academic' ? `${year.year + 1}-09-01` : `${year.year + 1}-01-01`
  if (end !== null && end > today) wrong('year', 'year_not_over')
  const machineSeconds = whole(cells, 'machineHours', hoursOf, 'not_hours')
  const effectiveSeconds = whole(cells, 'effectiveHours', hoursOf, 'not_hours')
  if (machineSeconds !== null && effectiveSeconds !== null && effectiveSeconds > machineSeconds) wrong('effectiveHours', 'hours_too_many', { hours: Math.floor(machineSeconds / 3_600) })
  return settled(cells, {
    resource, system, year: year?.year ?? 0, basis: year?.basis ?? 'calendar', machineSeconds: machineSeconds ?? 0, effectiveSeconds,
    samples: whole(cells, 'samples', countOf, 'not_a_count'), users: whole(cells, 'users', countOf, 'not_a_count'),
  })
}

/** The longest a resource of so many units can run in a year, in seconds. */
export const mostYearSeconds = (capacity: number): number => capacity * 366 * 86_400
