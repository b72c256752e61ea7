import { narrowest } from '~/domain/scheduling/layers'
import type { OpeningBlock } from '~/domain/scheduling/opening'
import { blocksText, type Weekly, weeklyLines } from '~/domain/scheduling/weekly'
import { addDays, plainDateOf } from '~/domain/time/zone'
import type { FormValues } from '~/features/catalogue/form-values'
import { type ExceptionRow, exceptionRows, scheduleRows, type ScheduleRow, seenOf } from '~/features/scheduling/hours/rows.server'
import type { KeptOwner, NamedOwner } from '~/features/scheduling/owner.server'

export type WeekShown = { weekly: Weekly; observesHolidays: boolean; from: string; to: string | null; owner: NamedOwner }
export type ExceptionShown = { first: string; last: string; closed: boolean; blocks: OpeningBlock[]; reasonZh: string | null; reasonEn: string | null; owner: NamedOwner; isOwn: boolean }

/** What the page of an owner's hours shows: what holds today and from where, what comes, what differs, and the form. */
export async function hoursPage(owner: KeptOwner, now: Date) {
  const today = plainDateOf(now, owner.timeZone)
  const owners = [owner, ...owner.wider]
  const [schedules, exceptions] = await Promise.all([scheduleRows(owners, today), exceptionRows(owners, today)])
  const shown = (row: ScheduleRow): WeekShown => ({
    weekly: row.weekly, observesHolidays: row.observesHolidays, from: row.validFrom, to: row.validTo,
    owner: naming(owners, row),
  })
  const ruling = narrowest(schedules).findLast((each) => each.validFrom <= today && (each.validTo === null || each.validTo > today))
  const own = schedules.filter((each) => each.ownerKind === owner.kind)
  const last = own.at(-1) ?? ruling
  return {
    owner: { kind: owner.kind, id: owner.id, zh: owner.zh, en: owner.en },
    timeZone: owner.timeZone,
    today,
    current: ruling ? shown(ruling) : null,
    coming: own.filter((each) => each.validFrom > today).map(shown),
    /** Own hours that end: from then on the wider owner's hold. */
    endsOn: own.length > 0 && own.every((each) => each.validTo !== null) ? own.at(-1)!.validTo : null,
    hasOwn: own.some((each) => each.validTo === null),
    mayInherit: owner.kind !== 'alliance',
    exceptions: grouped(exceptions, owners, owner),
    seen: seenOf(own),
    values: hoursValues(last ?? null, today),
  }
}
export type HoursPage = Awaited<ReturnType<typeof hoursPage>>

/** A week as its form posts it. */
export function hoursValues(week: { weekly: Weekly; observesHolidays: boolean } | null, from: string): FormValues {
  const lines = week === null ? {} : weeklyLines(week.weekly)
  const days = [1, 2, 3, 4, 5, 6, 7].map((day) => [`day${day}`, lines[day] ?? ''])
  return { ...Object.fromEntries(days), from, ...((week?.observesHolidays ?? true) && { observesHolidays: 'on' }) }
}

function naming(owners: readonly NamedOwner[], { ownerKind }: { ownerKind: string }): NamedOwner {
  const { kind, id, zh, en } = owners.find((each) => each.kind === ownerKind)!
  return { kind, id, zh, en }
}

/** Days that differ in the same way, one after another, are one line. */
function grouped(rows: readonly ExceptionRow[], owners: readonly NamedOwner[], owner: KeptOwner): ExceptionShown[] {
  const groups: (ExceptionShown & { key: string })[] = []
  const sorted = rows.toSorted((a, b) => (a.ownerKind === b.ownerKind ? (a.date < b.date ? -1 : 1) : a.ownerKind < b.ownerKind ? -1 : 1))
  for (const row of sorted) {
    const key = JSON.stringify([row.ownerKind, row.closed, blocksText(row.blocks), row.reasonZh, row.reasonEn])
    const last = groups.at(-1)
    if (last && last.key === key && last.last <= row.date && addDays(last.last, 1) >= row.date) last.last = row.date
    else {
      groups.push({
        key, first: row.date, last: row.date, closed: row.closed, blocks: [...row.blocks],
        reasonZh: row.reasonZh ?? null, reasonEn: row.reasonEn ?? null,
        owner: naming(owners, row), isOwn: row.ownerKind === owner.kind,
      })
    }
  }
  return groups.map(({ key: _key, ...each }) => each).toSorted((a, b) => (a.first < b.first ? -1 : 1))
}
