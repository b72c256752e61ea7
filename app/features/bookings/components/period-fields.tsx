import { useTranslations } from 'use-intl'
import type { PeriodFields } from '~/features/bookings/form'
import { cx } from '~/ui/cx'
import { FieldErrors } from '~/ui/field'
import { Input, Select } from '~/ui/input'

/** Steps finer than this would make the list of times unwieldy. */
const FINEST_STEP_MINUTES = 5

export type PeriodInputProps = {
  value: PeriodFields
  onChange: (value: PeriodFields) => void
  gridMinutes: number
  /** Booked by whole days: then there is no time to choose. */
  wholeDays: boolean
  errors: Record<string, string[]>
  min?: string
  max?: string
  idPrefix: string
  /** Of a block only the beginning is chosen; the rest goes along. */
  isStartOnly?: boolean
}

/** From and to on the campus's wall clock. Moving the beginning moves the end along. */
export function PeriodInput({ value, onChange, idPrefix, errors, isStartOnly = false, ...rest }: PeriodInputProps) {
  const t = useTranslations('bookings.form')
  const changeStart = (part: Partial<PeriodFields>) => onChange(shifted(value, { ...value, ...part }))
  const shared = { ...rest, idPrefix, errors }
  return (
    <div className="grid gap-3">
      <Moment
        {...shared}
        legend={t('from')}
        words={{ date: t('startDate'), time: t('startTime') }}
        names={['startDate', 'startTime']}
        date={value.startDate}
        time={value.startTime}
        onDate={(startDate) => changeStart({ startDate })}
        onTime={(startTime) => changeStart({ startTime })}
      />
      {isStartOnly ? (
        <>
          <input type="hidden" name="endDate" value={value.endDate} />
          <input type="hidden" name="endTime" value={value.endTime} />
        </>
      ) : (
        <Moment
          {...shared}
          isEnd
          legend={t('to')}
          words={{ date: t('endDate'), time: t('endTime') }}
          names={['endDate', 'endTime']}
          date={value.endDate}
          time={value.endTime}
          onDate={(endDate) => onChange({ ...value, endDate })}
          onTime={(endTime) => onChange({ ...value, endTime })}
        />
      )}
    </div>
  )
}

type MomentProps = Pick<PeriodInputProps, 'gridMinutes' | 'wholeDays' | 'errors' | 'min' | 'max' | 'idPrefix'> & {
  legend: string
  words: { date: string; time: string }
  names: [date: string, time: string]
  date: string
  time: string
  isEnd?: boolean
  onDate: (date: string) => void
  onTime: (time: string) => void
}

function Moment(props: MomentProps) {
  const { legend, words, names, date, time, isEnd = false, gridMinutes, wholeDays, errors, idPrefix, min, max } = props
  const [dateName, timeName] = names
  const found = [...new Set([...(errors[dateName] ?? []), ...(errors[timeName] ?? [])])]
  const errorId = `${idPrefix}${dateName}-error`
  const described = { 'aria-describedby': found.length > 0 ? errorId : undefined }
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1 font-medium">{legend}</legend>
      <div className="flex gap-2">
        <Input
          type="date"
          id={`${idPrefix}${dateName}`}
          name={dateName}
          aria-label={words.date}
          aria-invalid={errors[dateName] ? true : undefined}
          className="min-w-0 flex-1"
          value={date}
          onChange={(event) => props.onDate(event.currentTarget.value)}
          required
          {...{ min, max }}
          {...described}
        />
        {wholeDays ? (
          <input type="hidden" name={timeName} value={isEnd ? '24:00' : '00:00'} />
        ) : (
          <Select
            id={`${idPrefix}${timeName}`}
            name={timeName}
            aria-label={words.time}
            aria-invalid={errors[timeName] ? true : undefined}
            className={cx('w-28! tabular-nums')}
            choices={timesOf(gridMinutes, isEnd, time).map((each) => ({ value: each, label: each }))}
            value={time}
            onChange={(event) => props.onTime(event.currentTarget.value)}
            {...described}
          />
        )}
      </div>
      <FieldErrors id={errorId} errors={found} />
    </fieldset>
  )
}

/** The times on the grid, and the one that is set should it lie beside. */
function timesOf(gridMinutes: number, isEnd: boolean, current: string): string[] {
  const step = Math.max(gridMinutes, FINEST_STEP_MINUTES)
  const times: string[] = []
  for (let minute = 0; minute < 1440; minute += step) times.push(clock(minute))
  if (isEnd) times.push('24:00')
  return current === '' || times.includes(current) ? times : [...times, current].toSorted()
}

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** Wall-clock minutes, counted as if no clock ever changed: good enough to keep a length while typing. */
function wallMinutes(date: string, time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return Date.parse(`${date}T00:00:00Z`) / 60_000 + hours * 60 + minutes
}

function shifted(before: PeriodFields, after: PeriodFields): PeriodFields {
  const by = wallMinutes(after.startDate, after.startTime) - wallMinutes(before.startDate, before.startTime)
  const end = wallMinutes(before.endDate, before.endTime) + by
  if (!Number.isFinite(end) || by === 0) return after
  const day = Math.floor(end / 1440)
  const minute = end - day * 1440
  // An end at midnight reads 24:00 of the day it closes.
  const [endDay, endTime] = minute === 0 ? [day - 1, '24:00'] : [day, clock(minute)]
  return { ...after, endDate: new Date(endDay * 86_400_000).toISOString().slice(0, 10), endTime }
}
