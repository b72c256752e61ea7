/**
 * Counts attempts per key within a window that begins with the first. Times are milliseconds of a
 * clock that the caller hands in. One process counts for itself.
 */
export class Attempts {
  readonly #seen = new Map<string, { count: number; until: number }>()

  constructor(
    readonly limit: number,
    readonly windowMs: number,
  ) {}

  /** Milliseconds until the key may try again; 0 when it may now. */
  blockedFor(key: string, now: number): number {
    const entry = this.#seen.get(key)
    return entry === undefined || entry.until <= now || entry.count < this.limit ? 0 : entry.until - now
  }

  add(key: string, now: number): void {
    const entry = this.#seen.get(key)
    if (entry !== undefined && entry.until > now) entry.count += 1
    else this.#start(key, now)
  }

  #start(key: string, now: number): void {
    // Keys are made of what strangers send: the ended ones go before the map grows.
    if (this.#seen.size >= 10_000) {
      for (const [each, { until }] of this.#seen) if (until <= now) this.#seen.delete(each)
    }
    this.#seen.set(key, { count: 1, until: now + this.windowMs })
  }
}
