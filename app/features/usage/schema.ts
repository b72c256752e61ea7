import { z } from 'zod'
import { PURPOSES } from '~/domain/booking/states'
import { BENEFICIARIES, OPERATIONS } from '~/domain/usage/facts'

/** A year; no part of a use is longer. */
const MOST_SECONDS = 366 * 86_400
const MOST_SAMPLES = 100_000
const part = z.number().int().min(0).max(MOST_SECONDS)

const line = (max: number) =>
  z.string().max(max).refine((text) => !/[^\P{Cc}\t\n\r]/u.test(text) && text.isWellFormed()).transform((text) => text.trim())

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text)).refine(isStorable)

/** PostgreSQL and ISO 8601 disagree on how to write years of other than four digits. */
function isStorable(at: Date): boolean {
  return at.getUTCFullYear() >= 1000 && at.getUTCFullYear() <= 9000
}

/** What is told of a use beside its times. */
export const useDetails = z.object({
  operatorId: z.uuid(),
  operation: z.enum(OPERATIONS),
  purpose: z.enum(PURPOSES),
  beneficiary: z.enum(BENEFICIARIES),
  samples: z.number().int().min(0).max(MOST_SAMPLES),
  warmUpSeconds: part,
  measuringSeconds: part,
  postSeconds: part,
  counters: z.record(z.string().min(1).max(40), z.number().min(0)).refine((each) => Object.keys(each).length <= 20),
  remarks: line(2000),
}).partial()

/** The key makes a repeat of the submission one act. */
const key = z.uuid().optional()

export const checkInSchema = z.object({ key, details: useDetails.optional() })
export type CheckInInput = z.output<typeof checkInSchema>
export const checkOutSchema = checkInSchema
export type CheckOutInput = z.output<typeof checkOutSchema>

export const correctionSchema = z.object({
  key,
  startsAt: instant.optional(),
  endsAt: instant.optional(),
  outcome: z.enum(['void', 'absent', 'happened']).optional(),
  details: useDetails.optional(),
  reason: line(1000).refine((text) => text.length > 0),
  version: z.number().int().optional(),
})
export type CorrectionInput = z.output<typeof correctionSchema>

export const recordUseSchema = z.object({
  key: z.uuid(),
  resourceId: z.string().min(1).max(100),
  personId: z.uuid(),
  startsAt: instant,
  endsAt: instant,
  details: useDetails.optional(),
})
export type RecordUseInput = z.output<typeof recordUseSchema>

/** What is told of a use once it is over; the machine's own photo and fault are forms of their own. */
export const tellSchema = z.object({ key: z.uuid(), details: useDetails })
export type TellInput = z.output<typeof tellSchema>

export const MOST_EVENTS = 500
/** Some ten thousand years, by which no clock is off. */
const MOST_MS = 3.2e14
/** What a kiosk, a meter or a login agent sends: each event under an id of its own, all by the device's clock. */
export const syncSchema = z.object({
  deviceId: z.string().min(1).max(100),
  source: z.enum(['kiosk', 'meter', 'agent']),
  sentAt: instant,
  events: z.array(z.object({
    id: z.uuid(),
    /** Needed with a person; an item and a code say themselves where they belong. */
    resourceId: z.string().min(1).max(100).optional(),
    kind: z.enum(['start', 'end']),
    /** The item of a booking as listed, the booking's code as shown or scanned, or the person who signed in at the machine. */
    itemId: z.uuid().optional(),
    code: z.string().min(1).max(20).optional(),
    personId: z.uuid().optional(),
    at: instant,
    agoMs: z.number().min(0).max(MOST_MS).optional(),
    offsetMs: z.number().min(-MOST_MS).max(MOST_MS).optional(),
    details: useDetails.optional(),
  })).max(MOST_EVENTS),
})
export type SyncInput = z.output<typeof syncSchema>

/** What a device sends under its own token: which one it is, and of what kind, the token says. */
export const deviceSyncSchema = syncSchema.omit({ deviceId: true, source: true })
