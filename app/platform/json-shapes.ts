import { z } from 'zod'

/** Small shapes that the API's schemas share. */

const asList = (value: unknown) =>
  (Array.isArray(value) ? value : [value]).flatMap((each) => (typeof each === 'string' ? each.split(',') : [each]))

/** One or more of the values: repeated, or parted by commas. */
export const listOf = <Each extends z.ZodType>(each: Each) =>
  z.preprocess(asList, z.array(each).min(1).max(50)).optional()

const isStorable = (text: string) => !text.includes('\0') && text.isWellFormed()
export const word = z.string().max(500).refine(isStorable)
export const flag = z.enum(['1', '0', 'true', 'false']).transform((text) => text === '1' || text === 'true')

/** How many items an answer holds: more than 100 are never given. */
export const pageSize = z.coerce
  .number()
  .int()
  .min(1)
  .meta({ maximum: 100 })
  .transform((each) => Math.min(each, 100))
  .optional()

/** In the address a plus sign that was not encoded arrives as a blank. */
const withPlus = (text: unknown) => (typeof text === 'string' ? text.replace(/ (?=\d\d:\d\d$)/, '+') : text)
const EARLIEST = '1970'
const LATEST = '2200'
const isWithinReach = (text: string) => EARLIEST <= text.slice(0, 4) && text.slice(0, 4) < LATEST

/** An instant with its offset (RFC 3339), or a date, whose zone the reader knows. */
export const instantOrDate = z.preprocess(
  withPlus,
  z
    .union([z.iso.datetime({ offset: true }), z.iso.date()], { error: 'datetime' })
    .refine(isWithinReach, { error: 'datetime' }),
)

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** A day that the calendar has, at a time that the clock shows: what PostgreSQL can read. */
function isRealInstant(text: string): boolean {
  const date = /^(\d{4}-\d\d-\d\d)[ T]\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|\+00)$/.exec(text)?.[1]
  const at = new Date(text.replace(' ', 'T').replace(/\+00$/, 'Z'))
  return date !== undefined && Number.isFinite(at.getTime()) && at.toISOString().startsWith(date)
}

function isPlace(cursor: string): boolean {
  const parts = Buffer.from(cursor, 'base64url').toString().split('|')
  const id = parts.pop() ?? ''
  return UUID.test(id) && parts.length > 0 && parts.every(isRealInstant)
}

/** Where a list goes on: the instants and the id of the last row seen. Opaque to callers. */
export const placeCursor = z.string().max(300).refine(isPlace, { error: 'format' }).optional()

/** `{ items, nextCursor }`, as every list is given. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })

const severity = z.enum(['refuse', 'warn'])
export const problemShape = z.object({
  code: z.string(),
  params: z.record(z.string(), z.unknown()),
  severity,
  message: z.string(),
})

/** RFC 9457, with the problems behind it. */
export const problemDocumentShape = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  instance: z.string(),
  problems: z.array(problemShape),
  requestId: z.string().optional(),
})

/** Text in both languages; what nobody has written is null. */
export const nameShape = z.object({ zh: z.string().nullable(), en: z.string().nullable() })
export const named = z.object({ id: z.string(), name: nameShape })
/** RFC 3339, with the offset of the campus. */
export const instantShape = z.string().meta({ format: 'date-time' })
