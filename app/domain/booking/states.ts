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
  // What the machine tells late may show that nobody came, or that somebody did.
  completed: ['no_show', 'in_use'],
  declined: [],
  cancelled: [],
  expired: [],
  no_show: ['completed', 'in_use'],
  displaced: [],
}

/** Whether a booking may go from one state to another. */
export function isLegalMove(from: BookingStatus, to: BookingStatus): boolean {
  return MOVES[from].includes(to)
}

export const ITEM_STATUSES = ['not_started', 'in_use', 'completed', 'no_show'] as const
export type ItemStatus = (typeof ITEM_STATUSES)[number]

/**
 * The state of a granted booking by what became of its items: in use from the first that began until the last is
 * over; a no-show when nobody came to any.
 */
export function statusOfItems(items: readonly ItemStatus[]): 'approved' | 'in_use' | 'completed' | 'no_show' {
  const isOver = items.every((each) => each === 'completed' || each === 'no_show')
  if (isOver) return items.every((each) => each === 'no_show') ? 'no_show' : 'completed'
  return items.some((each) => each === 'in_use' || each === 'completed') ? 'in_use' : 'approved'
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
