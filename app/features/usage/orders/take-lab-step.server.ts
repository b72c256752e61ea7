import type { Actor } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'
import { readPosted } from '~/features/bookings/form'
import { acceptOrder } from '~/features/usage/orders/accept.server'
import { declineOrder } from '~/features/usage/orders/decline.server'
import { labForms, type LabIntent, type OrderReply, replyOf } from '~/features/usage/orders/form'
import { markSamples } from '~/features/usage/orders/mark.server'
import { measureOrder } from '~/features/usage/orders/measure.server'
import { receiveOrder } from '~/features/usage/orders/receive.server'
import { releaseOrder } from '~/features/usage/orders/release.server'
import { returnSamples } from '~/features/usage/orders/return.server'
import { unqueueOrder } from '~/features/usage/orders/unqueue.server'
import { badRequest } from '~/platform/http'

const SAID = {
  accept: 'accepted', decline: 'declined', receive: 'received', measure: 'measured', unqueue: 'unqueued', release: 'released', return: 'returned', mark: 'marked',
} as const satisfies Record<LabIntent, string>

export type LabAnswer = { ok: true; said: (typeof SAID)[LabIntent] } | { ok: false; reply: OrderReply }

/** The form of one button of the lab's page: read, and given to its command. */
export async function takeLabStep(actor: Actor, id: string, body: FormData, now: Date): Promise<LabAnswer> {
  const intent = body.get('intent')
  const isKnown = (name: unknown): name is LabIntent => typeof name === 'string' && Object.hasOwn(labForms, name)
  if (!isKnown(intent)) throw badRequest()
  const file = body.get('file')
  body.delete('intent')
  body.delete('file')
  let values: Record<string, string> = {}
  /** Reads the form of this button, and gives what it says to the command. */
  const read = <K extends LabIntent>(name: K): (typeof labForms)[K]['_output'] | null => {
    const posted = readPosted<(typeof labForms)[K]['_output']>(body, labForms[name] as never)
    values = posted.values
    if (!posted.ok) errors = posted.errors
    return posted.ok ? posted.value : null
  }
  let errors: Record<string, string[]> | null = null
  const outcome = await run()
  if (outcome === null) return { ok: false, reply: { errors: errors ?? {}, problems: [], values, form: intent } }
  return outcome.ok ? { ok: true, said: SAID[intent] } : { ok: false, reply: replyOf(outcome.problems, values, intent) }

  async function run(): Promise<Outcome<unknown> | null> {
    switch (intent as LabIntent) {
      case 'accept': {
        const form = read('accept')
        return form && acceptOrder(actor, id, { minutes: form.minutes, totalFen: form.total, note: form.note, version: form.version }, now)
      }
      case 'decline': {
        const form = read('decline')
        return form && declineOrder(actor, id, form, now)
      }
      case 'receive': {
        const form = read('receive')
        return form && receiveOrder(actor, id, form, now)
      }
      case 'measure': {
        const form = read('measure')
        return form && measureOrder(actor, id, form, now)
      }
      case 'unqueue': {
        const form = read('unqueue')
        return form && unqueueOrder(actor, id, form, now)
      }
      case 'release': {
        const form = read('release')
        const sent = file instanceof File && file.name !== '' ? { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) } : null
        return form && releaseOrder(actor, id, form, now, sent)
      }
      case 'return': {
        const form = read('return')
        return form && returnSamples(actor, id, form, now)
      }
      case 'mark': {
        const form = read('mark')
        const samples = form && Object.entries(form.state).map(([name, state]) => ({ number: Number(name.slice(1)), state, place: form.place[name] ?? '' }))
        return form && samples && markSamples(actor, id, { samples, version: form.version }, now)
      }
    }
  }
}
