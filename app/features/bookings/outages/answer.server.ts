import type { z } from 'zod'
import type { Actor } from '~/domain/access/permission'
import { type Outcome, problem, type Problem } from '~/domain/problem'
import { repeatedPeriods } from '~/domain/scheduling/outage'
import { addMinutes, type Period } from '~/domain/time/interval'
import { localDateTimeToInstant } from '~/domain/time/zone'
import { readPosted } from '~/features/bookings/form'
import { endOutage } from '~/features/bookings/outages/end.server'
import { writeToBooked } from '~/features/bookings/outages/message.server'
import { MOST_IN_THE_WAY, type Proposed, proposals } from '~/features/bookings/outages/propose.server'
import type { Stoppable } from '~/features/bookings/outages/queries.server'
import { saveSupply } from '~/features/bookings/outages/save-supply.server'
import { backForm, type Choice, messageForm, parseChoice, shiftForm, stopForm, supplyForm, takeOutForm } from '~/features/bookings/outages/schema'
import { shiftRest } from '~/features/bookings/outages/shift.server'
import { judgePeriods, LONGEST_FAULT_DAYS, takeOut } from '~/features/bookings/outages/take-out.server'

/** The forms of the pages of outages; each is refused and shown again on its own. */
export const OUTAGE_FORMS = ['plan', 'end', 'shift', 'message', 'supply', 'stop'] as const
export type OutageFormName = (typeof OUTAGE_FORMS)[number]

/** What is about to be taken out, to be looked at and confirmed. */
export type OutagePlan = { periods: Period[]; inTheWay: Proposed[]; isCut: boolean }
export type OutageReply = {
  form: OutageFormName
  errors: Record<string, string[]>
  values: Record<string, string>
  problems: Problem[]
  plan: OutagePlan | null
}
export type OutageAnswer = { saved: string } | OutageReply

/** Answers a form of a resource's page of outages, or that of a stop. */
export async function answerOutages(posted: FormData, name: OutageFormName, actor: Actor, target: Stoppable, now: Date): Promise<OutageAnswer> {
  const on = { posted, actor, target, now }
  switch (name) {
    case 'plan':
      return answerPlan(on)
    case 'stop':
      return answerStop(on)
    case 'end':
      return answerWith(on, name, backForm, 'outages.ended', (input) => endOutage(actor, input, now))
    case 'shift':
      return answerWith(on, name, shiftForm, 'outages.shifted', (input) => shiftRest(actor, target.id, input, now))
    case 'supply':
      return answerWith(on, name, supplyForm, 'outages.saved', (input) => saveSupply(actor, target.id, input, now))
    case 'message':
      return answerWith(on, name, messageForm, 'outages.sent', ({ from, to, ...rest }) =>
        writeToBooked(actor, target.id, { ...rest, start: instant(from, target), end: instant(to, target) }, now))
  }
}

type On = { posted: FormData; actor: Actor; target: Stoppable; now: Date }

async function answerWith<T, R>(on: On, form: OutageFormName, schema: z.ZodType<T>, saved: string, command: (input: T) => Promise<Outcome<R>>): Promise<OutageAnswer> {
  const read = readPosted(on.posted, schema)
  if (!read.ok) return reply(form, read.values, { errors: read.errors })
  const outcome = await command(read.value)
  return outcome.ok ? { saved } : reply(form, read.values, refusal(outcome.problems))
}

async function answerPlan({ posted, actor, target, now }: On): Promise<OutageAnswer> {
  const read = readPosted(posted, takeOutForm)
  if (!read.ok) return reply('plan', read.values, { errors: read.errors })
  const { key, kind, reason, step } = read.value
  const found = repeatedPeriods(read.value, target.timeZone)
  const problems = found.ok ? judgePeriods(found.value, now) : found.problems
  if (!found.ok || problems.length > 0) return reply('plan', read.values, refusal(problems))
  const periods = found.value
  const wrong: Problem[] = []
  if (step === 'confirm') {
    const outcome = await takeOut(actor, { key, resourceIds: target.resourceIds, periods, kind, reason, choices: choicesOf(posted), otherwise: 'refuse' }, now)
    if (outcome.ok) return { saved: 'outages.taken' }
    wrong.push(...outcome.problems)
  }
  const inTheWay = await proposals(actor, target.resourceIds, periods, reason, now)
  return reply('plan', read.values, { problems: wrong, plan: { periods, inTheWay, isCut: inTheWay.length >= MOST_IN_THE_WAY } })
}

async function answerStop({ posted, actor, target, now }: On): Promise<OutageAnswer> {
  const read = readPosted(posted, stopForm)
  if (!read.ok) return reply('stop', read.values, { errors: read.errors })
  const { key, kind, reason, until } = read.value
  const end = instant(until, target)
  if (end <= now) return reply('stop', read.values, { errors: { until: ['outages.rules.until'] } })
  if (!target.mayKeep && end > addMinutes(now, LONGEST_FAULT_DAYS * 1440)) return reply('stop', read.values, { errors: { until: ['outages.rules.week'] } })
  const periods = [{ start: now, end }]
  const outcome = await takeOut(actor, { key, resourceIds: target.resourceIds, periods, kind, reason, choices: choicesOf(posted), otherwise: 'cancel' }, now)
  return outcome.ok ? { saved: 'outages.stopped' } : reply('stop', read.values, refusal(outcome.problems))
}

/** What was chosen for each booking, by fields named `choice-<booking>`. */
function choicesOf(posted: FormData): Record<string, Choice> {
  return Object.fromEntries(
    [...posted].flatMap(([name, value]) => {
      const choice = name.startsWith('choice-') ? parseChoice(value) : null
      return choice ? [[name.slice('choice-'.length), choice]] : []
    }),
  )
}

/** A time that is none becomes the beginning of time, which every command refuses in words. */
const instant = (text: string, { timeZone }: Stoppable) => localDateTimeToInstant(text, timeZone) ?? new Date(0)

const reply = (form: OutageFormName, values: Record<string, string>, rest: Partial<OutageReply>): OutageReply =>
  ({ form, errors: {}, problems: [], plan: null, ...rest, values })

function refusal(problems: readonly Problem[]): Pick<OutageReply, 'errors' | 'problems'> {
  const errors: Record<string, string[]> = {}
  const rest: Problem[] = []
  for (const each of problems) {
    if (each.code === 'field_invalid') errors[each.params.field] = [each.params.rule]
    else if (each.code === 'period_reversed') errors.to = ['problems.period_reversed']
    else rest.push(each)
  }
  // Somebody was faster with the very same thing.
  return { errors, problems: rest.length + Object.keys(errors).length > 0 ? rest : [problem('nothing_changed', {})] }
}
