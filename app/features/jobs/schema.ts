import { z } from 'zod'

/** What commands leave for background tasks to read: facts and ids, never a secret or a text that may change. */

export const ACCOUNT_MAILS = [
  'confirm-address', 'already-have-account', 'reset-password', 'admitted', 'admission-declined', 'invited',
] as const

const period = z.object({ start: z.coerce.date(), end: z.coerce.date() })
export type JobPeriod = z.output<typeof period>

/** A mail about an account. `origin` is that of the request; links follow it in the demo only. */
export const accountMailSchema = z.object({
  key: z.string(),
  kind: z.enum(ACCOUNT_MAILS),
  personId: z.string(),
  origin: z.string(),
  universityId: z.string().optional(),
  reason: z.string().optional(),
})
export type AccountMailOrder = z.output<typeof accountMailSchema>

export const BOOKING_EVENTS = [
  'created', 'step', 'approved', 'declined', 'moved', 'cancelled', 'expired',
  'change_proposed', 'change_declined', 'change_expired', 'change_withdrawn',
] as const

/** What happened to a booking; `version` is the booking's after it. */
export const bookingEventSchema = z.object({
  bookingId: z.string(),
  event: z.enum(BOOKING_EVENTS),
  version: z.number().int(),
  /** Null: nobody, time or a rule did it. */
  actorId: z.string().nullish(),
  changeId: z.string().nullish(),
  /** The state it was made in; for what was moved or ended, the state before. */
  was: z.string().nullish(),
  reason: z.string().nullish(),
  /** The periods of the items before a move, in their order. */
  from: z.array(period).nullish(),
})
export type BookingEvent = z.output<typeof bookingEventSchema>

export const SERIES_EVENTS = ['created', 'step', 'approved', 'declined', 'moved', 'proposed', 'change_declined', 'cancelled', 'expired'] as const

/** What happened to bookings of a series at once; `version` is the series' after it, or the instant (ms) at which time did it. */
export const seriesEventSchema = z.object({
  seriesId: z.string(),
  event: z.enum(SERIES_EVENTS),
  version: z.number().int(),
  bookingIds: z.array(z.string()).min(1),
  /** Null: time did it. */
  actorId: z.string().nullish(),
  reason: z.string().nullish(),
  /** Of what was cancelled, those that stood in calendars. */
  wasApproved: z.array(z.string()).optional(),
})
export type SeriesEvent = z.output<typeof seriesEventSchema>

export const SERIES_MAILS = [
  'series-booked', 'series-received', 'series-waiting', 'series-approved', 'series-declined', 'series-moved',
  'series-change-received', 'series-change-waiting', 'series-change-declined', 'series-cancelled', 'series-expired',
] as const

/** A mail to one person about what happened to bookings of a series at once. */
export const seriesMailSchema = z.object({
  key: z.string(),
  kind: z.enum(SERIES_MAILS),
  personId: z.string(),
  series: seriesEventSchema,
})
export type SeriesMailOrder = z.output<typeof seriesMailSchema>

export const BOOKING_MAILS = [
  'booking-received', 'booking-waiting', 'booking-approved', 'booking-declined', 'booking-moved', 'booking-cancelled',
  'booking-expired', 'change-received', 'change-waiting', 'change-declined', 'change-expired',
  'booking-withdrawn', 'change-withdrawn',
] as const

/** A mail to one person about one event. */
export const bookingMailSchema = z.object({
  key: z.string(),
  kind: z.enum(BOOKING_MAILS),
  personId: z.string(),
  about: bookingEventSchema,
  /** The request that waits, or waited, for the reader. */
  requestId: z.string().nullish(),
})
export type BookingMailOrder = z.output<typeof bookingMailSchema>

export const GROUP_MAILS = [
  'group-invitation', 'group-request', 'group-accepted', 'group-declined', 'group-joined',
  'group-confirmed', 'group-refused', 'group-handed-over',
] as const

/** A mail about a research group; an invitation may go to an address that nobody has an account for. */
export const groupMailSchema = z.object({
  key: z.string(),
  kind: z.enum(GROUP_MAILS),
  personId: z.string().nullable(),
  email: z.string().nullish(),
  groupId: z.string(),
  letterId: z.string().nullish(),
  reason: z.string().nullish(),
})
export type GroupMailOrder = z.output<typeof groupMailSchema>

export const NOTICE_MAILS = [
  'affiliation-waiting', 'affiliation-confirmed', 'affiliation-refused', 'affiliation-changed', 'affiliation-ended',
  'affiliation-ending', 'affiliations-ending', 'handovers-waiting', 'booking-handed-over', 'enquiry-waiting', 'account-merged', 'role-ending', 'resource-message',
  'wait-offered', 'time-freed', 'offer-taken-back', 'assist-changed', 'operator-changed',
  'use-still-running', 'fault-reported',
  'conduct-found', 'conduct-plea-decided', 'conduct-warned', 'conduct-proposed', 'conduct-decided', 'conduct-ended',
  'incident-reported', 'incident-closed',
] as const

/** A mail to one person about something of its own: an affiliation, a leaver, an enquiry. */
export const noticeMailSchema = z.object({
  key: z.string(),
  kind: z.enum(NOTICE_MAILS),
  personId: z.string(),
  subjectId: z.string(),
  /** The time that became free. */
  period: period.optional(),
})
export type NoticeMailOrder = z.output<typeof noticeMailSchema>

export const RIGHT_MAILS = [
  'qualification-suspended', 'qualification-lifted', 'qualification-revoked', 'admission-revoked',
  'certificate-verified', 'certificate-refused', 'certificate-withdrawn', 'bookings-refused',
] as const

/** A mail about what somebody may use: to its holder, or (bookings-refused) to the labs; `rightId` is then the holder. */
export const rightMailSchema = z.object({ key: z.string(), kind: z.enum(RIGHT_MAILS), personId: z.string(), rightId: z.string(), labId: z.string().nullish() })
export type RightMailOrder = z.output<typeof rightMailSchema>

/** A right was taken from a person: whose bookings to come are to be looked at. */
export const refusedBookingsSchema = z.object({ key: z.string(), personId: z.string(), actorId: z.string() })

export const TRAINING_MAILS = [
  'training-seat', 'training-moved', 'training-lost', 'training-cancelled', 'training-offered',
  'qualification-granted', 'qualification-ending', 'qualification-lapsed', 'admission-ending', 'certificate-ending',
] as const

/** A mail to one person about a training or about what it led to; `recordId` is the session, qualification, admission or certificate. */
export const trainingMailSchema = z.object({
  key: z.string(),
  kind: z.enum(TRAINING_MAILS),
  personId: z.string(),
  recordId: z.string(),
  /** The end that is announced: a mail about one that has moved since is not sent. */
  endsAt: z.coerce.date().nullish(),
})
export type TrainingMailOrder = z.output<typeof trainingMailSchema>

export const ORDER_EVENTS = ['ask', 'accept', 'decline', 'withdraw', 'receive', 'queue', 'unqueue', 'measure', 'release', 'return', 'result_ending'] as const

/** What happened to an entrusted test; `version` is the order's after it. */
export const orderEventSchema = z.object({
  orderId: z.string(),
  event: z.enum(ORDER_EVENTS),
  version: z.number().int(),
  actorId: z.string().nullish(),
  reason: z.string().nullish(),
})
export type OrderEvent = z.output<typeof orderEventSchema>

export const ORDER_MAILS = [
  'order-asked', 'order-waiting', 'order-accepted', 'order-declined', 'order-withdrawn', 'order-received', 'order-ready', 'order-returned', 'order-result-ending',
] as const

/** A mail to one person about a step of an entrusted test. */
export const orderMailSchema = z.object({ key: z.string(), kind: z.enum(ORDER_MAILS), personId: z.string(), orderId: z.string(), reason: z.string().nullish() })
export type OrderMailOrder = z.output<typeof orderMailSchema>

export const ENQUIRY_MAILS = ['enquiry-received', 'enquiry-answered'] as const

/** A mail to somebody without an account, who has asked about a resource. */
export const enquiryMailSchema = z.object({ key: z.string(), kind: z.enum(ENQUIRY_MAILS), enquiryId: z.string() })
export type EnquiryMailOrder = z.output<typeof enquiryMailSchema>

export const mailOrderSchema = z.union([accountMailSchema, bookingMailSchema, seriesMailSchema, groupMailSchema, noticeMailSchema, rightMailSchema, trainingMailSchema, orderMailSchema, enquiryMailSchema])
export type MailOrder = z.output<typeof mailOrderSchema>
export type MailKind = MailOrder['kind']
export const MAIL_KINDS: readonly MailKind[] = [...ACCOUNT_MAILS, ...BOOKING_MAILS, ...SERIES_MAILS, ...GROUP_MAILS, ...NOTICE_MAILS, ...RIGHT_MAILS, ...TRAINING_MAILS, ...ORDER_MAILS, ...ENQUIRY_MAILS]
