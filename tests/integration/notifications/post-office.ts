import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'

export type Received = { to: string; mail: Email; messageId: string; text: string; html: string }

/** What the server says to a mail instead of taking it; it may also keep silent for as long as it likes. */
export type Refusal = { code: number; words: string }

/** A real mail server on a port of its own, and what it has accepted. */
export async function openPostOffice(port = 0) {
  const accepted: Received[] = []
  const said = { refuse: (_to: string): Refusal | null => null, delay: async (): Promise<void> => {} }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    onRcptTo({ address }, _session, done) {
      const refusal = said.refuse(address)
      done(refusal && Object.assign(new Error(refusal.words), { responseCode: refusal.code }))
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        void (async () => {
          await said.delay()
          const mail = await PostalMime.parse(Buffer.concat(chunks))
          const to = session.envelope.rcptTo.map(({ address }) => address).join()
          // Only a sender that is still there hears that it was taken.
          if (!isGone(session.id)) {
            accepted.push({ to, mail, messageId: mail.messageId ?? '', text: mail.text ?? '', html: mail.html ?? '' })
          }
          done()
        })()
      })
    },
    onClose: ({ id }) => void gone.add(id),
  })
  const gone = new Set<string>()
  const isGone = (id: string) => gone.has(id)
  server.on('error', () => {})
  server.listen(port, '127.0.0.1')
  await once(server.server, 'listening')
  const { port: taken } = server.server.address() as AddressInfo
  return {
    port: taken,
    url: `smtp://127.0.0.1:${taken}`,
    accepted,
    said,
    to: (address: string) => accepted.filter((each) => each.to === address),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
export type PostOffice = Awaited<ReturnType<typeof openPostOffice>>

/** The calendar files of a mail, as texts. */
export function calendarsOf({ mail }: Received): { type: string; method: string | undefined; text: string }[] {
  return mail.attachments
    .filter(({ mimeType, filename }) => mimeType === 'text/calendar' || filename?.endsWith('.ics'))
    .map(({ mimeType, method, content }) => ({
      type: mimeType,
      method,
      text: typeof content === 'string' ? content : new TextDecoder().decode(content),
    }))
}
