import type { Actor } from '~/domain/access/permission'
import { type Outcome, type Problem, problem } from '~/domain/problem'
import { readPosted } from '~/features/bookings/form'
import { checkIn } from '~/features/usage/check-in.server'
import { checkOut } from '~/features/usage/check-out.server'
import { heldUse } from '~/features/usage/facts.server'
import { type Photo, reportFault } from '~/features/usage/faults/report.server'
import { actForm, afterForm, detailsOf, faultForm } from '~/features/usage/machine/forms'
import { sayLate } from '~/features/usage/say-late.server'
import { tellUse } from '~/features/usage/tell.server'

/** What goes back to a form at the machine that was refused. */
export type MachineReply = { errors: Record<string, string[]>; values: Record<string, string>; problems: Problem[] }
export type MachineAnswer = { saved: string; intent: 'in' | 'out' | 'late' | 'told' | 'fault' } | MachineReply

/** Answers one of the big buttons of a machine's page. */
export async function answerAct(actor: Actor, resourceId: string, posted: FormData, now: Date): Promise<MachineAnswer & { itemId?: string }> {
  const read = readPosted(posted, actForm)
  if (!read.ok) return { errors: {}, values: {}, problems: [problem('field_invalid', { field: 'intent', rule: 'invalid' })] }
  const { intent, item, key } = read.value
  // Whose machine it is, the code at it says: a booking of another one is not meant here.
  const use = await heldUse(item)
  if (use === null || use.resourceId !== resourceId) return { ...reply(read.values, [problem('not_allowed', {})]), itemId: item }
  const command: Record<typeof intent, () => Promise<Outcome<unknown>>> = {
    in: () => checkIn(actor, item, { key }, now),
    out: () => checkOut(actor, item, { key }, now),
    late: () => sayLate(actor, item, { key }, now),
  }
  const outcome = await command[intent]()
  if (!outcome.ok) return { ...reply(read.values, outcome.problems), itemId: item }
  return { saved: `usageMachine.notice.${intent}`, intent, itemId: item }
}

/** Answers the form after use: what is told of it, and a fault beside it. */
export async function answerAfter(actor: Actor, resourceId: string, itemId: string, posted: FormData, now: Date): Promise<MachineAnswer> {
  const photo = await photoOf(posted)
  const read = readPosted(withoutFiles(posted), afterForm)
  if (!read.ok) return { errors: read.errors, values: read.values, problems: [] }
  const { key, faultKey, hasFault, what, takeOut } = read.value
  const details = detailsOf(read.value)
  const told = Object.keys(details).length === 0 ? null : await tellUse(actor, itemId, { key, details }, now)
  if (told !== null && !told.ok) return reply(read.values, told.problems)
  if (hasFault !== 'on') return { saved: 'usageMachine.notice.told', intent: 'told' }
  const fault = await reportFault(actor, resourceId, { key: faultKey, what: what ?? '', takeOut, itemId }, photo, now)
  // What was told is kept; the form that comes back tells anew.
  if (!fault.ok) return reply({ ...read.values, key: '' }, fault.problems)
  return { saved: fault.value.isOut ? 'usageMachine.notice.out_of_service' : 'usageMachine.notice.toldFault', intent: 'told' }
}

/** Answers the form that reports a fault and nothing else. */
export async function answerFault(actor: Actor, resourceId: string, posted: FormData, now: Date): Promise<MachineAnswer> {
  const photo = await photoOf(posted)
  const read = readPosted(withoutFiles(posted), faultForm)
  if (!read.ok) return { errors: read.errors, values: read.values, problems: [] }
  const outcome = await reportFault(actor, resourceId, read.value, photo, now)
  if (!outcome.ok) return reply(read.values, outcome.problems)
  return { saved: outcome.value.isOut ? 'usageMachine.notice.out_of_service' : 'usageMachine.notice.fault', intent: 'fault' }
}

async function photoOf(posted: FormData): Promise<Photo | null> {
  const file = posted.get('photo')
  // A form without a photo sends an empty file.
  if (!(file instanceof File) || (file.size === 0 && file.name === '')) return null
  return { name: file.name || 'photo', bytes: new Uint8Array(await file.arrayBuffer()) }
}

function withoutFiles(posted: FormData): FormData {
  const texts = new FormData()
  for (const [name, value] of posted) if (typeof value === 'string') texts.append(name, value)
  return texts
}

function reply(values: Record<string, string>, problems: readonly Problem[]): MachineReply {
  const errors: Record<string, string[]> = {}
  const rest: Problem[] = []
  for (const each of problems) {
    if (each.code === 'field_invalid' && each.params.field !== '') errors[each.params.field] = [...(errors[each.params.field] ?? []), each.params.rule]
    else rest.push(each)
  }
  return { errors, values, problems: rest }
}
