import type { Actor } from '~/domain/access/permission'
import { done, type Outcome, problem, refused } from '~/domain/problem'
import { type ArrangedDay, arrangementChange, type ArrangementChange, type ArrangementProblem, MOST_ARRANGED_DAYS, readArrangement } from '~/domain/time/arrangement'
import { answerPreviewed, type PreviewAnswer } from '~/features/bookings/previews/answer.server'
import type { Preview } from '~/features/bookings/previews/held-items.server'
import { saveWithDuty } from '~/features/bookings/operators/off-duty.server'
import type { HoursRows } from '~/features/bookings/previews/facts.server'
import { previewHours } from '~/features/bookings/previews/hours.server'
import { answerListing } from '~/features/catalogue/answer.server'
import { arrangementForm, type DayInput, dayForm, LONGEST_TABLE, removeDayForm } from '~/features/scheduling/calendar/schema'
import { heldDays, removeDay, saveArrangement } from '~/features/scheduling/calendar/save.server'
import { readForm } from '~/platform/http'
import { openTable } from '~/platform/spreadsheet/table.server'
import { TableProblem } from '~/platform/spreadsheet/table-problem'

const LARGEST_FILE = 2_000_000

/** With the dry run of an import: what of it can be read and what it would change. */
export type CalendarAnswer = PreviewAnswer & { dryRun: { change: ArrangementChange; problems: ArrangementProblem[] } | null }

/** One of the forms of a working calendar; `saved` is the key of what to say. */
export async function answerCalendar(request: Request, actor: Actor, universityId: string | null, now: Date): Promise<{ saved: string } | CalendarAnswer> {
  const posted = await readForm(request.clone())
  switch (posted.get('form')) {
    case 'removeDay': {
      const answer = await answerListing(request, removeDayForm, ({ date }) => removeDay(actor, universityId, date))
      return answer.ok ? { saved: 'hours.calendar.removed' } : { form: 'removeDay', reply: answer.reply, preview: null, checked: null, values: {}, dryRun: null }
    }
    case 'import': return answerImport(await withFile(request, posted), actor, universityId, now)
    default: {
      const answer = await answerPreviewed(request, {
        name: 'day', schema: dayForm,
        preview: async (input: DayInput) => done(await preview(universityId, [input], false, now)),
        save: (input: DayInput) => saveWithDuty(actor, {
          isSwapping: posted.get('duty') === 'swap',
          preview: () => preview(universityId, [input], false, now),
          save: () => saveArrangement(actor, universityId, [input], { replace: false, source: 'edited' }),
        }, now),
      })
      return 'saved' in answer ? { saved: 'hours.calendar.saved' } : { ...answer, dryRun: null }
    }
  }
}

async function answerImport(request: Request, actor: Actor, universityId: string | null, now: Date): Promise<{ saved: string } | CalendarAnswer> {
  let dryRun: CalendarAnswer['dryRun'] = null
  // Once the form is answered its body is read.
  const isSwapping = (await readForm(request.clone())).get('duty') === 'swap'
  const read = async (table: string): Promise<Outcome<ArrangedDay[]>> => {
    const { days, problems } = readArrangement(await rowsOf(Buffer.from(table.replaceAll('\uff0c', ','))))
    const change = arrangementChange(await heldDays(universityId, days.map(({ date }) => date)), days, false)
    dryRun = { change, problems: problems.slice(0, 50) }
    const wrong = (rule: string) => refused(problem('field_invalid', { field: 'table', rule: `hours.calendar.rule.${rule}` }))
    if (problems.length > 0) return refused(problem('field_invalid', { field: 'table', rule: 'invalid' }))
    if (days.length === 0) return wrong('empty')
    return days.length > MOST_ARRANGED_DAYS ? wrong('too_many') : done(days)
  }
  const answer = await answerPreviewed(request, {
    name: 'import', schema: arrangementForm,
    preview: async ({ table, replace }): Promise<Outcome<Preview>> => {
      const days = await read(table)
      if (!days.ok) return days
      dryRun = { change: arrangementChange(await heldDays(universityId, days.value.map(({ date }) => date)), days.value, replace), problems: [] }
      return done(await preview(universityId, days.value, replace, now))
    },
    save: async ({ table, replace }) => {
      const days = await read(table)
      if (!days.ok) return days
      return saveWithDuty(actor, {
        isSwapping,
        preview: () => preview(universityId, days.value, replace, now),
        save: () => saveArrangement(actor, universityId, days.value, { replace, source: 'imported' }),
      }, now)
    },
  })
  return 'saved' in answer ? { saved: 'hours.calendar.saved' } : { ...answer, dryRun }
}

async function preview(universityId: string | null, days: readonly ArrangedDay[], replace: boolean, now: Date): Promise<Preview> {
  const { removed } = arrangementChange(await heldDays(universityId, days.map(({ date }) => date)), days, replace)
  const gone = new Set([...days, ...removed].map(({ date }) => date))
  return previewHours(universityId === null ? { kind: 'alliance', id: '*' } : { kind: 'university', id: universityId }, (rows): HoursRows => ({
    ...rows,
    calendarDays: [
      ...rows.calendarDays.filter((day) => day.universityId !== universityId || !gone.has(day.date)),
      ...days.map((day) => ({ ...day, universityId })),
    ],
  }), now)
}

async function rowsOf(bytes: Buffer): Promise<{ row: number; cells: string[] }[]> {
  const rows: { row: number; cells: string[] }[] = []
  try {
    for await (const { row, cells } of (await openTable(bytes, null)).rows()) {
      rows.push({ row, cells })
      if (rows.length > 2 * MOST_ARRANGED_DAYS) break
    }
  } catch (error) {
    if (!(error instanceof TableProblem)) throw error
  }
  return rows
}

/** A file's rows take the place of what was pasted, so that the confirmation carries them as text. */
async function withFile(request: Request, posted: FormData): Promise<Request> {
  const file = posted.get('file')
  if (!(file instanceof File) || file.size === 0 || file.size > LARGEST_FILE) return plain(request, posted)
  const rows = await rowsOf(Buffer.from(await file.arrayBuffer()))
  posted.set('table', rows.map(({ cells }) => cells.map(quoted).join(',')).join('\n').slice(0, LONGEST_TABLE))
  return plain(request, posted)
}

const quoted = (cell: string) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

function plain(request: Request, posted: FormData): Request {
  posted.delete('file')
  return new Request(request.url, { method: 'POST', body: posted })
}
