import { z } from 'zod'
import { ATTENDANCES, RESOURCE_MODES } from '~/domain/booking/facts'
import { LONGEST_ANSWER } from '~/domain/booking/questions'
import { ACTIVITIES, type Activity, PURPOSES } from '~/domain/booking/states'

/** An instant with its offset (RFC 3339), so that no zone has to be guessed. */
const instant = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .refine((date) => Number.isFinite(date.getTime()))

const line = (max: number) =>
  z
    .string()
    .max(max)
    // Control characters and lone surrogates are neither wanted nor storable.
    .refine((text) => !/[^\P{Cc}\t\n\r]/u.test(text) && text.isWellFormed())
    .transform((text) => text.trim())

const resourceId = z.string().min(1).max(100)
const groupId = z.string().min(1).max(100)

export const itemInput = z.object({
  resourceId,
  startsAt: instant,
  endsAt: instant,
  mode: z.enum(RESOURCE_MODES).optional(),
  quantity: z.number().int().min(1).max(1000).default(1),
  /** When the person has to be there, where the rules leave a choice. */
  attendance: z.enum(ATTENDANCES).optional(),
})

export const answersInput = z.record(z.string().max(40), line(LONGEST_ANSWER)).refine((each) => Object.keys(each).length <= 100)

const bookingDetails = {
  purpose: z.enum(PURPOSES).optional(),
  activity: z.enum(Object.keys(ACTIVITIES) as [Activity, ...Activity[]]).optional(),
  title: line(200).optional(),
  notes: line(4000).optional(),
  /** Materials and hazards, where the place asks for them. */
  declaration: line(2000).optional(),
  /** To the questions of the resources, by question; what was not asked is left out. */
  answers: answersInput.optional(),
  groupId: groupId.optional(),
  projectId: groupId.optional(),
  /** Why rules are set aside, by somebody who may, for somebody else. */
  overrideReason: line(1000).optional(),
  /** All who come, the attendee among them; left out: nobody else. */
  headCount: z.number().int().min(1).max(10_000).optional(),
  /** Who will be there, when it is not the booker: of the booker's group, or somebody who lets the booker book. */
  attendeeId: z.uuid().toLowerCase().optional(),
  /** The same by address, for those who manage every resource asked for. */
  attendeeEmail: z.email().max(254).toLowerCase().optional(),
}

/** Only so that no body is endless: how many one booking may have is a rule of the domain, said as such. */
const MAX_ITEMS = 200

const manyItems = z.object({ ...bookingDetails, items: z.array(itemInput).min(1).max(MAX_ITEMS) })
const oneItem = itemInput.extend(bookingDetails).transform(
  ({ resourceId, startsAt, endsAt, mode, quantity, attendance, ...details }) => ({
    ...details,
    items: [{ resourceId, startsAt, endsAt, mode, quantity, attendance }],
  }),
)

/** A booking asked for: either one resource with its period, or a list of items. */
export const bookingInput = z.union([manyItems, oneItem])
export type BookingInput = z.output<typeof bookingInput>

/** A change asked for. A new period moves the booking; of several items all by the same distance. */
export const changeInput = z.object({
  startsAt: instant.optional(),
  endsAt: instant.optional(),
  title: line(200).optional(),
  notes: line(4000).optional(),
  purpose: z.enum(PURPOSES).optional(),
  activity: z.enum(Object.keys(ACTIVITIES) as [Activity, ...Activity[]]).nullable().optional(),
  overrideReason: line(1000).optional(),
})
export type ChangeInput = z.output<typeof changeInput>

export const cancelInput = z.object({ reason: line(1000).optional() })

export const DECISIONS = ['approve', 'decline'] as const
export const decisionInput = z.object({
  decision: z.enum(['approve', 'decline', 'ask', 'propose', 'pass', 'undo']),
  comment: line(2000).optional(),
})
export type DecisionInput = z.output<typeof decisionInput>
