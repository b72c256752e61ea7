import { randomUUID } from 'node:crypto'
import type { Actor } from '~/domain/access/permission'
import { chainItems } from '~/domain/booking/chain'
import type { Outcome } from '~/domain/problem'
import type { Period } from '~/domain/time/interval'
import { takeAnswerFiles } from '~/features/bookings/answer-files/add.server'
import { type ChainResource, chainOffers, chainResources, type ChainSheet, chainSheet } from '~/features/bookings/chains/queries.server'
import { type ChainForm, chainForm, chainInputOf, editRows, putRows, rowsIn, startOf, stepsOf, type StepValues } from '~/features/bookings/chains/schema'
import { blockSlots } from '~/features/bookings/chains/starts.server'
import { refusalView, verdictView } from '~/features/bookings/checkbook.server'
import { checkBooking, createBooking, type Created } from '~/features/bookings/create.server'
import { type BookingReply, readPosted, takeChosenSlot, type VerdictView } from '~/features/bookings/form'
import { defaultTimeZone } from '~/i18n/locale'

/** What the chain page shows: the form as it stands, and what the rules say to it. */
export type ChainReply = BookingReply & {
  rows: StepValues[]
  sheet: ChainSheet
  timeZone: string
  /** What can be added. */
  offers: ChainResource[]
  /** When all of it fits. */
  starts: Period[]
}

/** So many beginnings are proposed. */
const MOST_STARTS = 3

/** The page for rows that were asked for or typed. */
export async function chainPage(
  actor: Actor, asked: { rows: StepValues[]; form: ChainForm | null; q?: string; reply?: Partial<BookingReply> }, now: Date,
): Promise<ChainReply> {
  const { rows, form } = asked
  const sheet = await chainSheet(actor, rows.map(({ resourceId }) => resourceId), now)
  const timeZone = zoneOf(sheet.resources, rows[0]?.resourceId)
  const first = sheet.resources.find(({ id }) => id === rows[0]?.resourceId)
  const steps = form ? stepsOf(form) : []
  const isKnown = steps.length > 0 && steps.every(({ resourceId }) => sheet.resources.some(({ id }) => id === resourceId))
  const [offers, starts] = await Promise.all([
    chainOffers(actor, { q: asked.q, labId: first?.lab.id ?? null, not: rows.map(({ resourceId }) => resourceId) }),
    isKnown && form ? blockSlots(chainItems(startOf(form, timeZone), steps), now, MOST_STARTS) : [],
  ])
  return { errors: {}, values: {}, verdict: null, ...asked.reply, rows, sheet, timeZone, offers, starts }
}

export type ChainAnswer = { kind: 'made'; made: Created } | { kind: 'shown'; page: ChainReply; status: number }

/** One of the buttons of the chain page: changes its rows, looks for more, checks, or books. */
export async function answerChain(actor: Actor, body: FormData, now: Date): Promise<ChainAnswer> {
  const rows = editRows(rowsIn(textsOf(body)), body)
  if (rows) putRows(body, rows)
  const first = rowsIn(textsOf(body))[0]
  const timeZone = zoneOf(first ? await chainResources(actor, [first.resourceId]) : [], first?.resourceId)
  const isPicked = takeChosenSlot(body, timeZone)
  const { asked } = await chainSheet(actor, rowsIn(textsOf(body)).map(({ resourceId }) => resourceId), now)
  const fileErrors = await takeAnswerFiles(actor, body, asked, now)
  const posted = readPosted(body, chainForm)
  const { values } = posted
  const show = async (reply: Partial<BookingReply>, status: number): Promise<ChainAnswer> => {
    const form = posted.ok ? posted.value : null
    return { kind: 'shown', status, page: await chainPage(actor, { rows: rowsIn(values), form, q: values.q, reply: { values, ...reply } }, now) }
  }
  const isBooking = !rows && !isPicked && values.intent === 'book'
  if (!posted.ok) return show({ errors: { ...posted.errors, ...fileErrors } }, rows || values.intent === 'find' ? 200 : 422)
  if (Object.keys(fileErrors).length > 0) return show({ errors: fileErrors }, 422)
  const form = posted.value
  if (form.steps.length === 0) return isBooking ? show({ errors: { q: ['chains.rule.empty'] } }, 422) : show({}, 200)
  if (!isBooking) return show({ verdict: await judgeChain(actor, form, timeZone, now) }, 200)
  const outcome = await createBooking(actor, chainInputOf(form, timeZone), now, form.key)
  if (outcome.ok) return { kind: 'made', made: outcome.value }
  return show({ verdict: refusalView(outcome.problems), values: withFreshKey(outcome, values) }, 422)
}

/** What the rules say to a chain that is being put together; null: it cannot be read yet. */
export async function checkChain(actor: Actor, body: FormData, now: Date): Promise<VerdictView | null> {
  const posted = readPosted(body, chainForm)
  if (!posted.ok || posted.value.steps.length === 0) return null
  const first = posted.value.steps[0]!.resourceId
  return judgeChain(actor, posted.value, zoneOf(await chainResources(actor, [first]), first), now)
}

export async function judgeChain(actor: Actor, form: ChainForm, timeZone: string, now: Date): Promise<VerdictView> {
  const input = chainInputOf(form, timeZone)
  const outcome = await checkBooking(actor, input, now)
  const verdict = outcome.ok ? await verdictView(outcome.value) : refusalView(outcome.problems)
  return { ...verdict, parts: input.items.map(({ startsAt, endsAt }) => ({ start: startsAt, end: endsAt, timeZone })) }
}

const zoneOf = (resources: readonly ChainResource[], id: string | undefined) => resources.find((each) => each.id === id)?.campus.timeZone ?? defaultTimeZone
const textsOf = (body: FormData) => Object.fromEntries([...body].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))

/** A key that belongs to another booking would refuse this form for ever. */
function withFreshKey(outcome: Extract<Outcome<Created>, { ok: false }>, values: Record<string, string>) {
  return outcome.problems.some(({ code }) => code === 'key_reused') ? { ...values, key: randomUUID() } : values
}
