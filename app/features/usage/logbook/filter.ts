import { PURPOSES, type Purpose } from '~/domain/booking/states'
import { addDays, isPlainDate, plainDateOf } from '~/domain/time/zone'
import { USE_SOURCES } from '~/domain/usage/facts'
import { defaultTimeZone } from '~/i18n/locale'

/** Where a use's times come from; what nobody told is assumed. */
export const SHOWN_SOURCES = [...USE_SOURCES, 'assumed'] as const
export type ShownSource = (typeof SHOWN_SOURCES)[number]

export const USES_A_PAGE = 50
/** On one page, to be printed. */
export const MOST_PRINTED = 1_000
const DAYS_SHOWN = 30

/** What the logbook shows: plain dates, both included, on the alliance's calendar. */
export type LogbookFilter = {
  from: string
  to: string
  lab: string
  resource: string
  person: string
  purpose: Purpose | ''
  source: ShownSource | ''
}

/** PostgreSQL text holds neither NUL nor half a surrogate pair. */
const storable = (text: string | null, most: number) => (text ?? '').replace(/\0|\p{Surrogate}/gu, '').trim().slice(0, most)

/** The filter of an address; what cannot be is left out. Without dates: the last thirty days. */
export function readLogbookFilter(query: URLSearchParams, now: Date): LogbookFilter {
  const today = plainDateOf(now, defaultTimeZone)
  const date = (name: string) => {
    const text = query.get(name) ?? ''
    return /^(19|2[01])/.test(text) && isPlainDate(text) ? text : null
  }
  const to = date('to') ?? today
  const from = date('from') ?? addDays(to, 1 - DAYS_SHOWN)
  return {
    from: from <= to ? from : to, to,
    lab: storable(query.get('lab'), 100),
    resource: storable(query.get('resource'), 100),
    person: storable(query.get('person'), 100),
    purpose: PURPOSES.find((each) => each === query.get('purpose')) ?? '',
    source: SHOWN_SOURCES.find((each) => each === query.get('source')) ?? '',
  }
}

export const readPage = (query: URLSearchParams): number => (/^[1-9]\d{0,4}$/.test(query.get('page') ?? '') ? Number(query.get('page')) : 1)
