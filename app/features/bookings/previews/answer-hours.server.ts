import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { replaceFrom } from '~/domain/scheduling/layers'
import { ALWAYS_OPEN } from '~/domain/scheduling/weekly'
import { plainDateOf } from '~/domain/time/zone'
import { answerListing } from '~/features/catalogue/answer.server'
import type { FormValues } from '~/features/catalogue/form-values'
import { answerPreviewed, type PreviewAnswer, valuesOf } from '~/features/bookings/previews/answer.server'
import { saveWithDuty } from '~/features/bookings/operators/off-duty.server'
import type { HoursRows } from '~/features/bookings/previews/facts.server'
import type { Preview } from '~/features/bookings/previews/held-items.server'
import { previewHours } from '~/features/bookings/previews/hours.server'
import { addException, datesOf, removeException } from '~/features/scheduling/hours/except.server'
import { hoursValues } from '~/features/scheduling/hours/queries.server'
import type { ExceptionRow, ScheduleRow } from '~/features/scheduling/hours/rows.server'
import { saveHours } from '~/features/scheduling/hours/save.server'
import { type ExceptionInput, exceptionForm, hoursForm, inheritForm, removeForm } from '~/features/scheduling/hours/schema'
import type { KeptOwner } from '~/features/scheduling/owner.server'
import { readForm } from '~/platform/http'

/** One of the forms of an owner's hours; `saved` is the key of what to say. */
export async function answerHours(request: Request, actor: Actor, owner: KeptOwner, now: Date): Promise<{ saved: string } | PreviewAnswer> {
  const posted = await readForm(request.clone())
  const isPast = (date: string) => date < plainDateOf(now, owner.timeZone)
  const past = (field: string) => refused(problem('field_invalid', { field, rule: 'hours.rule.from_past' }))
  const isSwapping = posted.get('duty') === 'swap'
  const saving = <T>(preview: () => Promise<Preview>, save: () => Promise<Outcome<T>>) => saveWithDuty(actor, { isSwapping, preview, save }, now)
  switch (posted.get('form')) {
    case 'inherit':
      return said('hours.inherited', await answerPreviewed(request, {
        name: 'inherit', schema: inheritForm,
        preview: async ({ from }) => (isPast(from) ? past('from') : done(await previewHours(owner, withWeek(owner, from, null), now))),
        save: (input) => saving(() => previewHours(owner, withWeek(owner, input.from, null), now), () => saveHours(actor, owner, { ...input, week: null }, now)),
      }))
    case 'exception':
      return said('hours.exceptionSaved', await answerPreviewed(request, {
        name: 'exception', schema: exceptionForm,
        preview: async (input) => (isPast(input.first) ? past('first') : done(await previewHours(owner, withException(owner, input), now))),
        save: (input) => saving(() => previewHours(owner, withException(owner, input), now), () => addException(actor, owner, input, now)),
      }))
    case 'remove': {
      const answer = await answerListing(request, removeForm, (input) => removeException(actor, owner, input, now))
      return answer.ok ? { saved: 'hours.exceptionRemoved' } : { form: 'remove', reply: answer.reply, preview: null, checked: null, values: {} }
    }
    default: {
      const filled = filledWeek(posted)
      if (filled !== null) return { form: 'hours', reply: null, preview: null, checked: null, values: { ...valuesOf(posted), ...filled } }
      return said('hours.saved', await answerPreviewed(request, {
        name: 'hours', schema: hoursForm,
        preview: async ({ from, ...week }) => (isPast(from) ? past('from') : done(await previewHours(owner, withWeek(owner, from, week), now))),
        save: ({ from, seen, ...week }) => saving(() => previewHours(owner, withWeek(owner, from, week), now), () => saveHours(actor, owner, { week, from, seen }, now)),
      }))
    }
  }
}

const said = (key: string, answer: { saved: unknown } | PreviewAnswer) => ('saved' in answer ? { saved: key } : answer)

/** The buttons that fill the week in, so that nobody types a line seven times. */
function filledWeek(posted: FormData): FormValues | null {
  const from = String(posted.get('from') ?? '')
  if (posted.get('do') === 'always') return { ...hoursValues({ weekly: ALWAYS_OPEN, observesHolidays: false }, from), observesHolidays: '' }
  const first = String(posted.get('day1') ?? '')
  if (posted.get('do') === 'workdays') return { day2: first, day3: first, day4: first, day5: first }
  if (posted.get('do') === 'everyday') return { day2: first, day3: first, day4: first, day5: first, day6: first, day7: first }
  return null
}

type Week = Pick<ScheduleRow, 'weekly' | 'observesHolidays'>

function withWeek({ kind, id }: KeptOwner, from: string, week: Week | null) {
  const isOwn = (each: ScheduleRow) => each.ownerKind === kind && each.ownerId === id
  const next = week && { id: 'next', ownerKind: kind, ownerId: id, validFrom: from, validTo: null, weekly: week.weekly, observesHolidays: week.observesHolidays }
  return (rows: HoursRows): HoursRows => ({
    ...rows,
    schedules: [...rows.schedules.filter((each) => !isOwn(each)), ...replaceFrom(rows.schedules.filter(isOwn), from, next)],
  })
}

function withException({ kind, id }: KeptOwner, input: ExceptionInput) {
  const { first, last, closed, blocks } = input
  const added = datesOf(input).map((date): ExceptionRow => ({ id: date, ownerKind: kind, ownerId: id, date, closed, blocks }))
  const isReplaced = (each: ExceptionRow) => each.ownerKind === kind && each.ownerId === id && each.date >= first && each.date <= last
  return (rows: HoursRows): HoursRows => ({ ...rows, exceptions: [...rows.exceptions.filter((each) => !isReplaced(each)), ...added] })
}
