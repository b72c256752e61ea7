import { createServer, type Server } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FetchOptions } from '~/features/scheduling/feeds/fetch.server'
import { CERT, KEY } from './certificate'

export type Answer = (req: IncomingMessage, res: ServerResponse) => void

/** An HTTPS server on this machine under the name calendar.test; `answer` may change between requests. */
export async function calendarServer() {
  const state: { answer: Answer; asked: IncomingMessage[] } = { answer: (_, res) => res.end(), asked: [] }
  const server: Server = createServer({ key: KEY, cert: CERT }, (req, res) => {
    state.asked.push(req)
    state.answer(req, res)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  /** This machine stands in for the internet: its address is allowed, and nothing else that is private. */
  const options: FetchOptions = {
    ca: CERT,
    resolve: async (host) => (host.endsWith('.test') ? ['127.0.0.1'] : ['10.0.0.1']),
    isAllowed: (address) => address === '127.0.0.1',
    limits: { firstByteMs: 400, totalMs: 1_500, bytes: 200_000 },
  }
  return {
    state,
    options,
    url: (path = '/feed.ics', host = 'calendar.test') => `https://${host}:${port}${path}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

export const calendar = (...events: string[]) => ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN', ...events, 'END:VCALENDAR', ''].join('\r\n')

const stamp = (instant: Date) => instant.toISOString().replace(/[-:]|\.\d+/g, '')

export const event = (uid: string, start: Date, end: Date, ...more: string[]) =>
  ['BEGIN:VEVENT', `UID:${uid}`, `DTSTART:${stamp(start)}`, `DTEND:${stamp(end)}`, ...more, 'END:VEVENT'].join('\r\n')
