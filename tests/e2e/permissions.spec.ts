import { expect, test } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { bookForAny, cancel, freeSlots, requestAbout } from './bookings-api'
import { RESOURCES } from './demo'
import { thing, THINGS } from './people-things'
import { type Answer, send, sessionOf } from './http-session'
import { uuidOf } from '../../prisma/seed-parts/random'
import { FRAMES, type Outcome, type Reader, READERS, type Row, TABLE } from './permissions.table'

const resource = RESOURCES.permissions
/** Far from the days on which other tests book. */
const DAYS = { from: 46, to: 59 }
/** Attempts are counted by what was typed: no run is in the way of the next. */
const RUN = randomUUID().slice(0, 8)

test('every route stands in the table', () => {
  const routes = readdirSync('app/routes').toSorted()
  const named = [...new Set([...TABLE.map(({ file }) => file), ...FRAMES])].toSorted()
  expect(named).toEqual(routes)
})

for (const [file, rows] of byFile(TABLE)) {
  test(`who gets what: ${file}`, async () => {
    for (const row of rows) {
      const found = {} as Record<Reader, Outcome | string>
      for (const reader of Object.keys(READERS) as Reader[]) found[reader] = await ask(row, reader)
      expect(found, row.request).toEqual(row.outcomes)
    }
  })
}

async function ask(row: Row, reader: Reader): Promise<Outcome | string> {
  const account = READERS[reader]
  const asker = account === null ? null : await sessionOf(account)
  const [method = '', template = ''] = row.request.split(' ')
  const path = await filled(template)
  const isApi = path.startsWith('/api/')
  const fields = Object.fromEntries(Object.entries(row.send ?? {}).map(([name, text]) => [name, text.replace('{reader}', `${reader}-${RUN}`)]))
  const answer = await send(asker, method, path, method === 'GET' ? {} : isApi ? { json: fields } : { form: fields })
  // What was done to the booking must not colour the next answer.
  if (method !== 'GET' && answer.status < 400 && template.includes('{booking}')) await dropBooking()
  return outcomeOf(answer)
}

function outcomeOf({ status, headers, text }: Answer): Outcome | string {
  const location = headers.get('Location') ?? ''
  if (status === 302) return location.startsWith('/login') ? 'in' : 'go'
  const outcomes: Record<number, Outcome> = { 200: 'ok', 201: 'ok', 204: 'ok', 400: 'bad', 401: 'in', 403: 'no', 404: '--', 409: 'bad', 410: 'end', 412: 'bad', 415: 'bad', 422: 'bad' }
  return outcomes[status] ?? `${status} ${text.slice(0, 200)}`
}

let booking: string | null = null

/** A request of the researcher that waits for the lab's manager. */
async function bookingId(): Promise<string> {
  if (booking === null) {
    const slots = await freeSlots(resource, DAYS)
    const made = await bookForAny([READERS.researcher], resource.id, slots.at(-1)!)
    expect(made.booking.status).toBe('pending')
    booking = made.booking.id
  }
  return booking
}

async function dropBooking(): Promise<void> {
  if (booking !== null) await cancel(READERS.researcher, booking)
  booking = null
}

test.afterAll(dropBooking)

async function filled(template: string): Promise<string> {
  const known: Record<string, string> = { person: uuidOf(`person:${READERS.researcher}`), resource: resource.id, lab: 'cqu-coal', from: '2026-11-23T00:00:00Z', to: '2026-11-30T00:00:00Z' }
  if (/\{(booking|request)\}/.test(template)) known.booking = await bookingId()
  if (known.booking && template.includes('{request}')) known.request = await requestAbout(resource.manager, known.booking)
  for (const name of THINGS.filter((each) => template.includes(`{${each}}`))) known[name] = await thing(name)
  return template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(known[name] ?? ''))
}

function byFile(rows: readonly Row[]): [file: string, rows: Row[]][] {
  return [...new Set(rows.map(({ file }) => file))].map((file) => [file, rows.filter((each) => each.file === file)])
}
