import { addDays, isPlainDate, weekdayOf } from './zone'

/** One line of a year's arrangement of holidays and make-up workdays. */
export type ArrangedDay = { date: string; kind: 'holiday' | 'workday'; nameZh: string; nameEn: string }
export type ArrangementProblem = { row: number; rule: 'date' | 'kind' | 'name' | 'repeated' | 'weekday' }

export const MOST_ARRANGED_DAYS = 400
const LONGEST_NAME = 60

const HOLIDAY = ['holiday', '放假', '假日', '节假日', '休', '休息', '法定节假日']
const WORKDAY = ['workday', 'work', '上班', '调休', '调休上班', '补班', '班', '工作日', 'make-up workday']
/** First cells of a heading line. */
const HEADINGS = ['date', '日期', 'day', '时间']

/**
 * Reads the rows of a table: date, kind, name and perhaps the English name. Dates as 2027-01-01,
 * 2027/1/1, 2027年1月1日 or a spreadsheet's day number; a heading line is left out. Every row that
 * cannot be read is told with its number.
 */
export function readArrangement(rows: readonly { row: number; cells: readonly string[] }[]): { days: ArrangedDay[]; problems: ArrangementProblem[] } {
  const days = new Map<string, ArrangedDay>()
  const problems: ArrangementProblem[] = []
  rows.forEach(({ row, cells }, at) => {
    const [dateText = '', kindText = '', zh = '', en = ''] = cells.map((each) => each.trim())
    if (at === 0 && HEADINGS.includes(dateText.toLowerCase())) return
    const date = dateOf(dateText)
    const kind = kindOf(kindText)
    const name = zh || en
    if (date === null) problems.push({ row, rule: 'date' })
    else if (kind === null) problems.push({ row, rule: 'kind' })
    else if (name === '' || name.length > LONGEST_NAME || en.length > LONGEST_NAME) problems.push({ row, rule: 'name' })
    else if (days.has(date)) problems.push({ row, rule: 'repeated' })
    else if (kind === 'workday' && weekdayOf(date) < 6) problems.push({ row, rule: 'weekday' })
    else days.set(date, { date, kind, nameZh: name, nameEn: en || name })
  })
  return { days: [...days.values()].toSorted((a, b) => (a.date < b.date ? -1 : 1)), problems }
}

function kindOf(text: string): ArrangedDay['kind'] | null {
  const word = text.toLowerCase()
  if (HOLIDAY.includes(word)) return 'holiday'
  return WORKDAY.includes(word) ? 'workday' : null
}

function dateOf(text: string): string | null {
  const match = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ]0{1,2}:00.*)?$/.exec(text)
  if (match) {
    const date = `${match[1]}-${match[2]!.padStart(2, '0')}-${match[3]!.padStart(2, '0')}`
    return isPlainDate(date) && date.startsWith('20') ? date : null
  }
  // Spreadsheets count days from 1899-12-30; 36526 is 2000-01-01.
  const serial = /^\d{5}(?:\.0+)?$/.test(text) ? Math.trunc(Number(text)) : 0
  return serial >= 36526 && serial < 73051 ? addDays('1899-12-30', serial) : null
}

export type ArrangementChange = { added: ArrangedDay[]; changed: ArrangedDay[]; removed: ArrangedDay[]; same: number }

/** What an arrangement would change; with `replace` the years it names lose the days it does not. */
export function arrangementChange(held: readonly ArrangedDay[], wanted: readonly ArrangedDay[], replace: boolean): ArrangementChange {
  const before = new Map(held.map((each) => [each.date, each]))
  const isSame = (a: ArrangedDay, b: ArrangedDay) => a.kind === b.kind && a.nameZh === b.nameZh && a.nameEn === b.nameEn
  const named = new Set(wanted.map(({ date }) => date))
  const years = new Set(wanted.map(({ date }) => date.slice(0, 4)))
  const kept = wanted.filter((each) => before.has(each.date))
  return {
    added: wanted.filter((each) => !before.has(each.date)),
    changed: kept.filter((each) => !isSame(before.get(each.date)!, each)),
    removed: replace ? held.filter(({ date }) => years.has(date.slice(0, 4)) && !named.has(date)) : [],
    same: kept.filter((each) => isSame(before.get(each.date)!, each)).length,
  }
}
