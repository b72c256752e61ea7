import { Link } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { useRoleName } from '~/features/approvals/components/route-line'
import type { HistoryEntry } from '~/features/bookings/history.server'
import type { Place } from '~/features/bookings/ics.server'
import { ItemName, ItemPlace, PeriodText, personName, useInstantText } from '~/features/bookings/components/booking-text'
import { PriceText } from '~/features/bookings/components/verdict-panel'
import { IllustrativeMark } from '~/features/catalogue/components/illustrative-mark'
import { useAnswerItems } from '~/features/bookings/components/question-fields'
import { PayerLines } from '~/features/bookings/components/payer-lines'
import type { PayerLine } from '~/features/bookings/payers.server'
import type { BookingItemView, BookingView } from '~/features/bookings/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { formatList } from '~/i18n/format'
import { defaultTimeZone } from '~/i18n/locale'
import { paths } from '~/platform/paths'
import { Bilingual } from '~/ui/bilingual'
import { DataList } from '~/ui/data-list'

type Shown = { booking: BookingView; now: Date }

/** Every fact of a booking, as frozen with it. */
export function BookingFacts({ booking, places, payers, now }: Shown & { places: readonly Place[]; payers: readonly PayerLine[] }) {
  const t = useTranslations('bookings.detail')
  const uses = useTranslations('bookings.use')
  const there = useTranslations('operators.attendance')
  const company = useTranslations('chains.company')
  const locale = useLocale()
  const { group, project, homeUniversity } = booking
  const use = (booking.activity ?? booking.purpose) as 'research'
  const { phone } = booking.attendee
  const answers = useAnswerItems()
  const isForOther = booking.booker.id !== booking.attendee.id
  return (
    <DataList
      items={[
        ...booking.items.flatMap((item) => [...itemFacts(item, places.find((each) => each.id === item.resource.id), t, there, now), ...answers(item.answers)]),
        { label: t('purpose'), value: uses.has(use) ? uses(use) : use },
        { label: t('titleField'), value: booking.title },
        { label: t('attendee'), value: personName(booking.attendee, locale) },
        { label: t('phone'), value: phone && <a href={`tel:${phone}`} className="underline decoration-line underline-offset-4">{phone}</a> },
        { label: t('booker'), value: isForOther ? personName(booking.booker, locale) : null },
        { label: company('headCount'), value: booking.headCount && company('people', { count: booking.headCount }) },
        { label: t('university'), value: homeUniversity && <Bilingual value={{ zh: homeUniversity.nameZh, en: homeUniversity.nameEn }} /> },
        { label: t('group'), value: group && <Bilingual value={{ zh: group.nameZh, en: group.nameEn }} /> },
        { label: t('project'), value: project && <Bilingual value={{ zh: project.nameZh, en: project.nameEn }} /> },
        { label: t('price'), value: <PriceText quote={booking.quote} originClass={booking.originClass} /> },
        { label: t('payers'), value: payers.length > 0 ? <PayerLines payers={payers} /> : null },
        { label: t('notes'), value: booking.notes && <span className="whitespace-pre-wrap">{booking.notes}</span> },
        { label: t('declaration'), value: booking.declaration && <span className="whitespace-pre-wrap">{booking.declaration}</span> },
        { label: t('code'), value: <span className="font-mono">{booking.code}</span> },
      ]}
    />
  )
}

type Words = ReturnType<typeof useTranslations<'bookings.detail'>>

function itemFacts(item: BookingItemView, place: Place | undefined, t: Words, there: ReturnType<typeof useTranslations<'operators.attendance'>>, now: Date) {
  const { resource, startsAt, endsAt } = item
  return [
    {
      label: t('when'),
      value: startsAt && endsAt ? <PeriodText period={{ start: startsAt, end: endsAt }} timeZone={resource.timeZone} now={now} /> : null,
    },
    {
      label: t('resource'),
      value: (
        <span className="inline-flex flex-wrap items-baseline gap-2">
          <Link to={paths.resource(resource.id)} className="underline decoration-line underline-offset-4 hover:decoration-current">
            <ItemName resource={resource} />
          </Link>
          {resource.isIllustrative ? <IllustrativeMark /> : null}
        </span>
      ),
    },
    { label: t('where'), value: <WayThere resource={resource} place={place} /> },
    { label: t('lab'), value: <Bilingual value={{ zh: resource.labZh, en: resource.labEn }} /> },
    { label: t('mode'), value: <ModeName mode={item.mode} /> },
    { label: there('label'), value: item.attendance !== 'whole' && (item.mode === 'self_operation' || item.mode === 'assisted_booking') ? there(item.attendance) : null },
    { label: t('quantity'), value: item.quantity > 1 ? item.quantity : null },
  ]
}

function ModeName({ mode }: { mode: BookingItemView['mode'] }) {
  const t = useTranslations('common.mode')
  return <>{t(mode)}</>
}

/** University and campus, then building, room, gate and how to get in. */
function WayThere({ resource, place }: { resource: BookingItemView['resource']; place: Place | undefined }) {
  const t = useTranslations('bookings.detail')
  const locale = useLocale()
  const gate = bilingual({ zh: place?.gateZh, en: place?.gateEn }, locale).text
  return (
    <>
      <ItemPlace resource={resource} />
      {place?.buildingZh || place?.buildingEn ? (
        <span className="block">
          <Bilingual value={{ zh: place.buildingZh, en: place.buildingEn }} /> {place.roomNumber}
        </span>
      ) : null}
      {gate ? <span className="block text-sm text-muted">{t('gate', { gate })}</span> : null}
      {place?.accessZh || place?.accessEn ? (
        <span className="block text-sm text-muted">
          <Bilingual value={{ zh: place.accessZh, en: place.accessEn }} />
        </span>
      ) : null}
    </>
  )
}

/** One or two sentences on what comes next in the booking's state. */
export function NextStep({ booking, now }: Shown) {
  const t = useTranslations('bookings.next')
  const words = useTranslations('bookings.detail')
  const roleName = useRoleName()
  const locale = useLocale()
  const first = booking.items[0]
  const instant = useInstantText(first?.resource.timeZone ?? defaultTimeZone, now)
  const roles = formatList([...new Set(booking.waitsFor.map((each) => roleName(each.role)))], locale, 'disjunction')
  if (booking.status === 'pending') {
    if (booking.holdMode === 'compete') return <p>{t('pendingCompete', { roles })}</p>
    return (
      <p>
        {booking.holdExpiresAt
          ? t('pending', { roles, at: instant(booking.holdExpiresAt) })
          : t('pendingOpen', { roles })}
      </p>
    )
  }
  const hasBegun = booking.status === 'approved' && booking.startsAt !== null && booking.startsAt <= now
  const key =
    booking.status !== 'approved' || hasBegun
      ? hasBegun ? 'in_use' : booking.status
      : first?.mode === 'remote'
        ? 'approvedRemote'
        : first?.mode === 'entrusted_test'
          ? 'approvedSamples'
          : 'approved'
  return (
    <>
      <p>{t(key)}</p>
      {booking.endedReason && booking.endedReason !== 'rival_accepted' ? (
        <p>
          <span className="text-muted">{words('reason')}</span> <q>{booking.endedReason}</q>
        </p>
      ) : null}
    </>
  )
}

/** What happened with a new time in its words. */
const WITH_PERIOD: ReadonlySet<string> = new Set(['booking.moved', 'booking.change_proposed', 'booking.part_released', 'booking.extended'])

/** What happened, when and by whom. */
export function BookingTimeline({ entries, timeZone, now }: { entries: readonly HistoryEntry[]; timeZone: string; now: Date }) {
  const t = useTranslations('bookings.history')
  const rule = useTranslations('policies.setAside')
  const waits = useTranslations('waits.release')
  const locale = useLocale()
  const instant = useInstantText(timeZone, now)
  return (
    <ol className="grid gap-3 border-l border-line pl-4">
      {entries.map(({ id, at, action, by, comment, rules, period, rest }) => {
        const key = action.replace('.', '_') as 'booking_created'
        return (
          <li key={id} className="grid gap-0.5">
            <p>
              {!t.has(key)
                ? t('other')
                : WITH_PERIOD.has(action)
                  ? t.rich(key as 'booking_moved', {
                      period: () => (period ? <PeriodText period={period} timeZone={timeZone} now={now} /> : null),
                    })
                  : t(key)}
            </p>
            {rest ? (
              <p>
                <Link to={paths.booking(rest.bookingId)} className="underline decoration-line underline-offset-4">
                  <PeriodText period={rest.period} timeZone={timeZone} now={now} />
                </Link>{' '}
                {waits('ofItsOwn')}
              </p>
            ) : null}
            {rules.length > 0 ? <p>{formatList(rules.map((each) => (rule.has(each as 'off_grid') ? rule(each as 'off_grid') : each)), locale)}</p> : null}
            {comment ? <p className="break-words text-muted"><q>{comment}</q></p> : null}
            <p className="text-sm text-muted">
              <time dateTime={at.toISOString()}>{instant(at)}</time>
              {' · '}
              {by ? bilingual(by, locale).text || '–' : t('bySystem')}
            </p>
          </li>
        )
      })}
    </ol>
  )
}
