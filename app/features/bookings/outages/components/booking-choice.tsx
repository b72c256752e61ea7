import { Link } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import type { Proposed } from '~/features/bookings/outages/propose.server'
import type { Affected } from '~/features/bookings/outages/queries.server'
import { choiceText } from '~/features/bookings/outages/schema'
import { bilingual } from '~/i18n/bilingual'
import { formatPeriod } from '~/i18n/format'
import { paths } from '~/platform/paths'
import { Status } from '~/ui/badge'
import { RadioGroup } from '~/ui/choice'

const link = 'text-accent underline underline-offset-4'

type ChoiceProps = {
  booking: Proposed
  now: Date
  /** What was chosen before the form came back. */
  chosen?: string
  /** Where nothing else is chosen, it gives way. */
  prefersCancel?: boolean
}

/** What becomes of one booking in the way. */
export function BookingChoice({ booking, now, chosen, prefersCancel = false }: ChoiceProps) {
  const t = useTranslations('outages')
  const locale = useLocale()
  const { timeZone, hasBegun, move, elsewhere } = booking
  const length = booking.end.getTime() - booking.start.getTime()
  const from = (start: Date) => formatPeriod({ start, end: new Date(start.getTime() + length) }, { locale, timeZone, now })
  const choices = [
    ...(move ? [{ value: choiceText({ do: 'move', startsAt: move }), label: t('move', { time: from(move) }) }] : []),
    ...(elsewhere
      ? [{
          value: choiceText({ do: 'elsewhere', resourceId: elsewhere.id, startsAt: elsewhere.startsAt }),
          label: t('elsewhere', { name: bilingual({ zh: elsewhere.nameZh, en: elsewhere.nameEn }, locale).text }),
        }]
      : []),
    { value: 'cancel', label: hasBegun ? t('running') : t('cancel') },
  ]
  const known = choices.find(({ value }) => value === chosen)
  return (
    <RadioGroup
      name={`choice-${booking.id}`}
      legend={<AffectedLine booking={booking} now={now} />}
      choices={choices}
      defaultValue={(known ?? (prefersCancel ? choices.at(-1) : choices[0]))?.value}
    />
  )
}

/** A booking with its person: when, on what, and how to reach those who may be on the way. */
export function AffectedLine({ booking, now, hasSubstitutes = false }: { booking: Affected; now: Date; hasSubstitutes?: boolean }) {
  const t = useTranslations('outages')
  const locale = useLocale()
  const { start, end, timeZone, code, phone } = booking
  const person = bilingual({ zh: booking.personZh, en: booking.personEn }, locale).text
  return (
    <span className="flex flex-wrap items-baseline gap-x-3 gap-y-1 font-normal">
      <span className="font-medium tabular-nums">{formatPeriod({ start, end }, { locale, timeZone, now })}</span>
      <span>{person}</span>
      <span className="text-muted">{bilingual({ zh: booking.resourceZh, en: booking.resourceEn }, locale).text}</span>
      <Link to={paths.booking(booking.id)} className={link}>{code}</Link>
      {booking.isOnTheWay ? <Status tone="waiting">{t('onTheWay')}</Status> : null}
      {phone ? <a href={`tel:${phone}`} className={link}>{t('phone')} {phone}</a> : booking.isOnTheWay ? <span className="text-muted">{t('noPhone')}</span> : null}
      {hasSubstitutes ? (
        <Link to={paths.find({ kind: booking.kindId, near: booking.campusId, minutes: Math.max(1, Math.round((end.getTime() - start.getTime()) / 60_000)), sort: 'nearest' })} className={link}>
          {t('substitutes')}
        </Link>
      ) : null}
    </span>
  )
}
