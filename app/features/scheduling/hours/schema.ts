import { z } from 'zod'
import { MOST_BLOCKS, overlappingDays, parseBlocks, WEEKDAYS, type Weekly } from '~/domain/scheduling/weekly'
import { addDays, isPlainDate } from '~/domain/time/zone'

/** A vacation may be as long as this. */
export const MOST_EXCEPTION_DAYS = 180
const LONGEST_LINE = MOST_BLOCKS * 20

const plainDate = z.string().trim().refine((text) => isPlainDate(text) && text.startsWith('2'), { error: 'date' })
const reason = z.string().trim().max(200).optional().transform((text) => text || null)

const line = z
  .string()
  .max(LONGEST_LINE)
  .optional()
  .transform((text, context) => {
    const blocks = parseBlocks(text ?? '')
    if (blocks === null) context.addIssue({ code: 'custom', message: 'hours.rule.blocks' })
    return blocks ?? []
  })

/** A week of opening hours; `from` is the first day on which they hold, on the campus's calendar. */
export const hoursForm = z
  .object({
    day1: line, day2: line, day3: line, day4: line, day5: line, day6: line, day7: line,
    observesHolidays: z.literal('on').optional().transform((value) => value === 'on'),
    from: plainDate,
    seen: z.string().max(500),
  })
  .transform(({ observesHolidays, from, seen, ...days }, context) => {
    const weekly: Weekly = WEEKDAYS.flatMap((weekday) => days[`day${weekday}`].map((block) => ({ weekday, ...block })))
    if (weekly.length === 0) context.addIssue({ code: 'custom', path: ['day1'], message: 'hours.rule.never_opens' })
    for (const day of overlappingDays(weekly)) context.addIssue({ code: 'custom', path: [`day${day}`], message: 'hours.rule.overlap' })
    return { weekly, observesHolidays, from, seen }
  })
export type HoursInput = z.output<typeof hoursForm>

/** Back to the hours of the wider owner. */
export const inheritForm = z.object({ from: plainDate, seen: z.string().max(500) })
export type InheritInput = z.output<typeof inheritForm>

/** One date or a range that differs: closed, or open at other hours. */
export const exceptionForm = z
  .object({
    first: plainDate,
    last: plainDate.optional(),
    kind: z.enum(['closed', 'hours']),
    blocks: line,
    reasonZh: reason,
    reasonEn: reason,
  })
  .transform(({ last, kind, blocks, ...rest }, context) => {
    const end = last ?? rest.first
    if (isPlainDate(rest.first) && isPlainDate(end)) {
      if (end < rest.first) context.addIssue({ code: 'custom', path: ['last'], message: 'hours.rule.dates_reversed' })
      else if (end > addDays(rest.first, MOST_EXCEPTION_DAYS - 1)) context.addIssue({ code: 'custom', path: ['last'], message: 'hours.rule.range_too_long' })
    }
    if (kind === 'hours' && blocks.length === 0) context.addIssue({ code: 'custom', path: ['blocks'], message: 'required' })
    if (kind === 'hours' && overlappingDays(blocks.map((block) => ({ weekday: 1 as const, ...block }))).length > 0) {
      context.addIssue({ code: 'custom', path: ['blocks'], message: 'hours.rule.overlap' })
    }
    return { ...rest, last: end, closed: kind === 'closed', blocks: kind === 'closed' ? [] : blocks }
  })
export type ExceptionInput = z.output<typeof exceptionForm>

/** Takes exceptions away again. */
export const removeForm = z.object({ first: plainDate, last: plainDate })
export type RemoveInput = z.output<typeof removeForm>
