/** A booking's states; the database enum `BookingStatus` is kept equal by a test. */
export const BOOKING_STATUSES = [
  'pending',
  'approved',
  'in_use',
  'completed',
  'declined',
  'cancelled',
  'expired',
  'no_show',
  'displaced',
] as const
export type BookingStatus = (typeof BOOKING_STATUSES)[number]

export const HOLD_MODES = ['hold', 'compete'] as const
export type HoldMode = (typeof HOLD_MODES)[number]

export const PURPOSES = ['research', 'teaching', 'social_service'] as const
export type Purpose = (typeof PURPOSES)[number]

/** An activity refines a purpose and maps to exactly one. */
export const ACTIVITIES = {
  graduation_design: 'teaching',
  course: 'teaching',
  training: 'teaching',
  competition: 'teaching',
  joint_research: 'research',
  method_development: 'research',
  commissioned_test: 'social_service',
  public_science: 'social_service',
} as const satisfies Record<string, Purpose>
export type Activity = keyof typeof ACTIVITIES

/**
 * The one rule of which states hold a slot. A pending booking holds when its frozen hold mode says so;
 * a competing request has no allocation until it is accepted. No-show and completed bookings keep what
 * was left of their period, so that the past stays explained.
 */
export function holdsSlot(status: BookingStatus, holdMode: HoldMode): boolean {
  if (status === 'pending') return holdMode === 'hold'
  return SLOT_HOLDING.has(status)
}
const SLOT_HOLDING: ReadonlySet<BookingStatus> = new Set(['approved', 'in_use', 'completed', 'no_show'])

const MOVES: Record<BookingStatus, readonly BookingStatus[]> = {
  pending: ['approved', 'declined', 'cancelled', 'expired'],
  approved: ['in_use', 'completed', 'cancelled', 'no_show', 'displaced'],
  in_use: ['completed'],
  completed: [],
  declined: [],
  cancelled: [],
  expired: [],
  no_show: [],
  displaced: [],
}

/** Whether a booking may go from one state to another. */
export function isLegalMove(from: BookingStatus, to: BookingStatus): boolean {
  return MOVES[from].includes(to)
}

/** True while a booking can still be changed or cancelled by its people. */
export function isOpen(status: BookingStatus): boolean {
  return status === 'pending' || status === 'approved'
}

/**
 * The state at an instant: a lapsed hold is expired and a past approved booking completed,
 * whether or not the job that writes it down has run.
 */
export function statusAt(
  booking: { status: BookingStatus; holdExpiresAt: Date | null; endsAt: Date | null },
  now: Date,
): BookingStatus {
  if (booking.status === 'pending' && booking.holdExpiresAt && booking.holdExpiresAt <= now) return 'expired'
  if (booking.status === 'approved' && booking.endsAt && booking.endsAt <= now) return 'completed'
  return booking.status
}
