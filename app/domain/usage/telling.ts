/** What a device noted when something happened on it, by its own two clocks. Milliseconds. */
export type Noted = {
  /** Its wall clock, which may be wrong or be set. */
  wall: number
  /** A clock that only runs forward; it may stand while the device sleeps, and starts anew with `run`. */
  steady: number
  run: string
  /** Server time less wall clock, as heard in the same run; null: not heard since it began. */
  offset: number | null
}

export type DeviceNow = Pick<Noted, 'wall' | 'steady' | 'run'>

/** Clocks that differ by no more tell the same. */
const AGREE_MS = 5_000

/**
 * When something noted happened, as the server is told on sending. Where both clocks say how long ago it was, that
 * counts. Where they differ, the device slept or its clock was set: what was heard of the server's time at that time
 * tells either rightly; else the clock that only runs forward. Of an earlier run the wall clock is all there is.
 */
export function told(noted: Noted, now: DeviceNow): { at: Date; agoMs?: number; offsetMs?: number } {
  const at = new Date(noted.wall)
  const isSameRun = noted.run === now.run
  const steadyAge = now.steady - noted.steady
  const wallAge = now.wall - noted.wall
  if (isSameRun && steadyAge >= 0 && Math.abs(wallAge - steadyAge) <= AGREE_MS) return { at, agoMs: steadyAge }
  if (noted.offset !== null) return { at, offsetMs: noted.offset }
  return isSameRun && steadyAge >= 0 ? { at, agoMs: steadyAge } : { at }
}
