import { type DeviceNow, type Noted, told } from '~/domain/usage/telling'
import type { sessionsShape, syncedShape } from '~/features/usage/representation.server'
import { apiPaths } from '~/platform/paths'
import type { z } from 'zod'

/** What a tablet keeps and sends. All of it lies in the browser's storage, so that nothing is lost when the page is. */

export type Entry = Noted & { id: string; kind: 'start' | 'end'; itemId?: string; code?: string; who: string }
export type RefusedEntry = Pick<Entry, 'id' | 'kind' | 'who' | 'wall'> & { why: string; message?: string }
export type Listed = z.output<typeof sessionsShape>
type Synced = z.output<typeof syncedShape>['results'][number]

/** What became of talking to the server. */
export type Line = 'open' | 'cut' | 'signed_out'

const BATCH = 100
const PATIENCE_MS = 20_000
/** The run of the forward-only clock: that of this page. */
const RUN = typeof window === 'undefined' ? '' : crypto.randomUUID?.() ?? String(Math.random())

export const deviceNow = (): DeviceNow => ({ wall: Date.now(), steady: performance.now(), run: RUN })

export class Outbox {
  /** Server time less this clock, as heard by this page. */
  #offset: number | null = null
  #sending: Promise<Line> | null = null

  constructor(readonly labId: string) {}

  get token(): string | null {
    return localStorage.getItem(this.#key('token'))
  }
  get entries(): Entry[] {
    return this.#read<Entry[]>('entries') ?? []
  }
  get refused(): RefusedEntry[] {
    return this.#read<RefusedEntry[]>('refused') ?? []
  }
  get list(): Listed | null {
    return this.#read<Listed>('list')
  }

  signIn(token: string): void {
    localStorage.setItem(this.#key('token'), token)
  }

  /** The time as the server would tell it, as far as it was heard. */
  now(): Date {
    return new Date(Date.now() + (this.#offset ?? 0))
  }

  add(entry: Pick<Entry, 'kind' | 'itemId' | 'code' | 'who'>): Entry {
    const noted: Entry = { ...entry, id: newId(), ...deviceNow(), offset: this.#offset }
    this.#write('entries', [...this.entries, noted])
    return noted
  }

  dismiss(id: string): void {
    this.#write('refused', this.refused.filter((each) => each.id !== id))
  }

  /** Sends what waits, oldest first, then reads the list anew. Asked again meanwhile, it is the same sending. */
  meet(): Promise<Line> {
    this.#sending ??= this.#meet().finally(() => {
      this.#sending = null
    })
    return this.#sending
  }

  async #meet(): Promise<Line> {
    for (let waiting = this.entries, size = BATCH; waiting.length > 0; waiting = this.entries) {
      const batch = waiting.slice(0, size)
      const clock = deviceNow()
      const events = batch.map((each) => ({ id: each.id, kind: each.kind, itemId: each.itemId, code: each.code, ...told(each, clock) }))
      const answer = await this.#ask(apiPaths.deskSync(), { method: 'POST', body: JSON.stringify({ sentAt: new Date(clock.wall).toISOString(), events }) })
      if (typeof answer === 'string') return answer
      if (answer.ok) {
        const { receivedAt, results }: z.output<typeof syncedShape> = await answer.json()
        this.#hear(receivedAt)
        this.#settle(results)
      } else if (answer.status !== 400 && answer.status !== 422) return 'cut'
      // One that cannot be read must not keep the others waiting.
      else if (batch.length > 1) size = 1
      else this.#settle(batch.map(({ id }) => ({ id, is: 'refused', why: 'other' })))
    }
    const answer = await this.#ask(apiPaths.deskSessions(), {})
    if (typeof answer === 'string') return answer
    if (!answer.ok) return 'cut'
    const list: Listed = await answer.json()
    this.#hear(list.now)
    this.#write('list', list)
    return 'open'
  }

  async #ask(path: string, init: RequestInit): Promise<Response | Line> {
    const headers = { Authorization: `Bearer ${this.token}`, 'Accept-Language': document.documentElement.lang, ...(init.body ? { 'Content-Type': 'application/json' } : {}) }
    try {
      const answer = await fetch(path, { ...init, headers, credentials: 'omit', cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) })
      return answer.status === 401 ? 'signed_out' : answer
    } catch {
      return 'cut'
    }
  }

  #hear(serverNow: string): void {
    this.#offset = Date.parse(serverNow) - Date.now()
  }

  #settle(results: readonly Synced[]): void {
    const entries = this.entries
    const byId = new Map(results.map((each) => [each.id, each]))
    const gone = entries.flatMap(({ id, kind, who, wall }): RefusedEntry[] => {
      const result = byId.get(id)
      return result?.is === 'refused' ? [{ id, kind, who, wall, why: result.why ?? 'other', ...(result.message && { message: result.message }) }] : []
    })
    if (gone.length > 0) this.#write('refused', [...this.refused, ...gone].slice(-50))
    this.#write('entries', entries.filter(({ id }) => !byId.has(id)))
  }

  #key(name: string): string {
    return `kiosk:${this.labId}:${name}`
  }

  #read<T>(name: string): T | null {
    const text = localStorage.getItem(this.#key(name))
    return text === null ? null : (JSON.parse(text) as T)
  }

  #write(name: string, value: unknown): void {
    localStorage.setItem(this.#key(name), JSON.stringify(value))
  }
}

/** Of pages that are not secure some browsers give no UUID. */
function newId(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = [...bytes].map((each) => each.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
