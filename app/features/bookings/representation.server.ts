import { z } from 'zod'
import { ATTENDANCES, RESOURCE_MODES } from '~/domain/booking/facts'
import { QUESTION_KINDS } from '~/domain/booking/questions'
import { ON_CLASH } from '~/domain/booking/series'
import { BOOKING_STATUSES, PURPOSES } from '~/domain/booking/states'
import type { Verdict } from '~/domain/booking/verdict'
import { SERIES_DAYS } from '~/domain/recurrence/occurrences'
import { ORIGIN_CLASSES, type OriginClass, type Quote } from '~/domain/pricing/quote'
import type { BookingItemView, BookingView, PersonName } from '~/features/bookings/queries.server'
import { bookingInput } from '~/features/bookings/schema'
import { nameJson, namedJson, rfc3339 } from '~/features/catalogue/representation.server'
import { flag, instantOrDate, instantShape, listOf, named, pageSize, placeCursor, problemShape, word } from '~/platform/json-shapes'
import { apiPaths, paths } from '~/platform/paths'

/** Bookings as the JSON API takes and shows them. */

// One time is judged, not many: to ignore the wish for a series would answer another question.
const single = z.looseObject({ recurrence: z.null({ error: 'api.rule.recurrence' }).optional() })
/** An RRULE on the campus's clock, which dates of it count, and what becomes of those that do not fit. */
const repeating = z.object({
  recurrence: z.string().min(1).max(300).nullish(),
  recurrenceDays: z.enum(SERIES_DAYS).optional(),
  onClash: z.enum(ON_CLASH).optional(),
})
const [manyItems, oneItem] = bookingInput.options

/** The booking's schema by what was sent, so that problems name the fields that were meant. */
const shapeOf = (body: unknown) => (typeof body === 'object' && body !== null && 'items' in body ? manyItems : oneItem)
export const bookingBody = (body: unknown) => z.intersection(repeating, shapeOf(body))
export const checkBody = (body: unknown) => single.pipe(shapeOf(body))

/** The same for the API's description: either shape. */
export const bookingRequestShape = z.intersection(repeating, bookingInput)
export const checkRequestShape = bookingInput

export const bookingsQuery = z.object({
  mine: flag.optional(),
  resource: word.optional(),
  lab: word.optional(),
  status: listOf(z.enum(BOOKING_STATUSES)),
  from: instantOrDate.optional(),
  to: instantOrDate.optional(),
  cursor: placeCursor,
  limit: pageSize,
})

export const approvalsQuery = z.object({ cursor: placeCursor, limit: pageSize })

const lineShape = z.object({
  perHourFen: z.number().int(),
  seconds: z.number().int(),
  quantity: z.number().int(),
  amountFen: z.number().int(),
  rule: z.string(),
})

export const priceShape = z.object({
  totalFen: z.number().int(),
  currency: z.literal('CNY'),
  originClass: z.enum(ORIGIN_CLASSES),
  lines: z.array(lineShape),
})

const priceJson = (quote: Quote | null, originClass: OriginClass): z.output<typeof priceShape> | null =>
  quote && { totalFen: quote.totalFen, currency: quote.currency, originClass, lines: quote.lines }

/** Stages one after another; what stands side by side in one is asked for at once. */
const routeShape = z.array(z.array(z.object({
  role: z.string(),
  scopeKind: z.string().optional(),
  scopeId: z.string().optional(),
  dueAt: instantShape.nullable().optional(),
})))

export const verdictShape = z.object({
  ok: z.boolean(),
  problems: z.array(problemShape),
  approvalRoute: routeShape,
  price: priceShape.nullable(),
  mode: z.enum(RESOURCE_MODES).nullable(),
})

type ProblemJson = { code: string; params: object; severity: 'refuse' | 'warn'; message: string }

/** The verdict, or why there is none: then nothing is known but the problems. */
export function verdictJson(verdict: Verdict | null, problems: ProblemJson[]): z.input<typeof verdictShape> {
  return {
    ok: verdict?.ok ?? false,
    problems: problems.map((each) => ({ ...each, params: { ...each.params } })),
    approvalRoute: (verdict?.route?.steps ?? []).map((stage) =>
      stage.map(({ approver }) => ({ role: approver.role, scopeKind: approver.scopeKind, scopeId: approver.scopeId })),
    ),
    price: verdict && priceJson(verdict.price, verdict.originClass),
    mode: verdict?.items[0]?.mode ?? null,
  }
}

const periodShape = { startsAt: instantShape.nullable(), endsAt: instantShape.nullable() }

const itemShape = z.object({
  id: z.string(),
  resourceId: z.string(),
  ...periodShape,
  mode: z.enum(RESOURCE_MODES),
  quantity: z.number().int(),
  attendance: z.enum(ATTENDANCES),
  answers: z.array(z.object({ id: z.string(), kind: z.enum(QUESTION_KINDS), question: named.shape.name, value: z.string() })),
})

const decisionShape = z.object({
  decision: z.string(),
  comment: z.string().nullable(),
  at: instantShape,
  by: named.shape.name,
})

export const bookingShape = z.object({
  id: z.string(),
  code: z.string(),
  status: z.enum(BOOKING_STATUSES),
  version: z.number().int(),
  resourceId: z.string(),
  ...periodShape,
  timeZone: z.string(),
  items: z.array(itemShape),
  purpose: z.enum(PURPOSES),
  activity: z.string().nullable(),
  title: z.string().nullable(),
  notes: z.string().nullable(),
  headCount: z.number().int().nullable(),
  price: priceShape.nullable(),
  approvalRoute: routeShape,
  decisions: z.array(decisionShape),
  holdExpiresAt: instantShape.nullable(),
  change: z
    .object({
      id: z.string(),
      expiresAt: instantShape.nullable(),
      items: z.array(z.object({ itemId: z.string(), startsAt: instantShape, endsAt: instantShape })),
    })
    .nullable(),
  booker: named,
  attendee: named,
  homeUniversity: named.nullable(),
  group: named.nullable(),
  project: named.nullable(),
  endedReason: z.string().nullable(),
  createdAt: instantShape,
  updatedAt: instantShape,
  links: z.object({ self: z.string(), cancel: z.string(), decisions: z.string(), resource: z.string(), page: z.string() }),
})

/** Of a series its first booking, with all of them. */
export const createdShape = bookingShape.extend({ series: z.array(bookingShape).optional() })

export function bookingJson(view: BookingView): z.output<typeof bookingShape> {
  const first = view.items[0]
  const timeZone = first?.resource.timeZone ?? 'UTC'
  const at = (instant: Date) => rfc3339(instant, timeZone)
  const orNull = (instant: Date | null) => instant && at(instant)
  const self = apiPaths.booking(view.id)
  const resourceId = first?.resource.id ?? ''
  return {
    id: view.id,
    code: view.code,
    status: view.status,
    version: view.version,
    resourceId,
    startsAt: orNull(view.startsAt),
    endsAt: orNull(view.endsAt),
    timeZone,
    items: view.items.map(itemJson),
    purpose: view.purpose,
    activity: view.activity,
    title: view.title,
    notes: view.notes,
    headCount: view.headCount,
    price: priceJson(view.quote, view.originClass),
    approvalRoute: view.waitsFor.length === 0 ? [] : [view.waitsFor.map(({ role, dueAt }) => ({ role, dueAt: orNull(dueAt) }))],
    decisions: view.decisions.map((each) => ({
      decision: each.decision, comment: each.comment, at: at(each.at), by: { zh: each.byZh, en: each.byEn },
    })),
    holdExpiresAt: orNull(view.holdExpiresAt),
    change: view.change && {
      id: view.change.id,
      expiresAt: orNull(view.change.expiresAt),
      items: view.change.items.map((each) => ({ itemId: each.itemId, startsAt: at(each.startsAt), endsAt: at(each.endsAt) })),
    },
    booker: personJson(view.booker),
    attendee: personJson(view.attendee),
    homeUniversity: view.homeUniversity && namedJson(view.homeUniversity),
    group: view.group && namedJson(view.group),
    project: view.project && namedJson(view.project),
    endedReason: view.endedReason,
    createdAt: at(view.createdAt),
    updatedAt: at(view.updatedAt),
    links: {
      self,
      cancel: `${self}/cancel`,
      decisions: `${self}/decisions`,
      resource: apiPaths.resource(resourceId),
      page: paths.booking(view.id),
    },
  }
}

function itemJson(item: BookingItemView): z.output<typeof itemShape> {
  const { timeZone } = item.resource
  return {
    id: item.id,
    resourceId: item.resource.id,
    startsAt: item.startsAt && rfc3339(item.startsAt, timeZone),
    endsAt: item.endsAt && rfc3339(item.endsAt, timeZone),
    mode: item.mode,
    quantity: item.quantity,
    attendance: item.attendance,
    answers: (item.answers?.answers ?? []).map(({ id, kind, zh, en, value }) => ({ id, kind, question: { zh, en }, value })),
  }
}

/** A name, never a mail address. */
const personJson = (person: PersonName) => ({ id: person.id, name: nameJson(person) })

export const waitingShape = z.object({
  requestId: z.string(),
  kind: z.enum(['booking', 'change']),
  dueAt: instantShape.nullable(),
  booking: bookingShape,
})

/** A request that waits for the caller's decision. */
export function waitingJson(each: {
  requestId: string
  kind: 'booking' | 'change'
  dueAt: Date | null
  booking: BookingView
}): z.output<typeof waitingShape> {
  const booking = bookingJson(each.booking)
  return {
    requestId: each.requestId,
    kind: each.kind,
    dueAt: each.dueAt && rfc3339(each.dueAt, booking.timeZone),
    booking,
  }
}
