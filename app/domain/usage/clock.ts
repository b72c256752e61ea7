/** What a device says of when something happened. All by its own clock but `agoMs`. */
export type DeviceTime = {
  at: Date
  /** How long before sending it happened, by a clock that only runs forward; known while the device was not restarted. */
  agoMs?: number
  /** Server time less device time, as last heard when it happened; known to a device that met the server before. */
  offsetMs?: number
}

/** `sentAt` by the device's clock, `receivedAt` by the server's. */
export type Sending = { sentAt: Date; receivedAt: Date }

export type MendedTime =
  | { ok: true; at: Date; offsetMs: number; clock: 'right' | 'mended' }
  | { ok: false; why: 'unreadable' | 'in_future' | 'too_old' }

/** Network and rounding: no clock is called wrong for so little. */
const TOLERANCE_MS = 2 * 60_000
/** A kiosk that was cut off for longer is settled by hand. */
export const OLDEST_DAYS = 31
const OLDEST_MS = OLDEST_DAYS * 86_400_000

/**
 * When it happened by the server's clock. A device's clock may be years off: what counts is how long before
 * sending it happened, and that the wrong clock tells rightly too as long as nobody set it in between; then the
 * forward-only clock, or the offset heard at that time, is believed first. What comes out after its arrival, or
 * too long ago to be believed, is refused.
 */
export function mendTime(told: DeviceTime, { sentAt, receivedAt }: Sending): MendedTime {
  const offset = receivedAt.getTime() - sentAt.getTime()
  const at = (told.agoMs === undefined ? told.at.getTime() + (told.offsetMs ?? offset) : receivedAt.getTime() - told.agoMs)
  const offsetMs = at - told.at.getTime()
  if (!Number.isFinite(at) || !Number.isFinite(offsetMs)) return { ok: false, why: 'unreadable' }
  if (at > receivedAt.getTime() + TOLERANCE_MS) return { ok: false, why: 'in_future' }
  if (at < receivedAt.getTime() - OLDEST_MS) return { ok: false, why: 'too_old' }
  return {
    ok: true,
    at: new Date(Math.min(at, receivedAt.getTime())),
    offsetMs,
    clock: Math.abs(offsetMs) <= TOLERANCE_MS ? 'right' : 'mended',
  }
}
