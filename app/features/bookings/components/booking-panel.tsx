import { useFetcher } from '@remix-run/react'
import { useEffect } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { BookingForm } from '~/features/bookings/components/booking-form'
import type { BookingSheet } from '~/features/bookings/checkbook.server'
import type { BookingReply, PeriodFields, VerdictView } from '~/features/bookings/form'
import { displayName } from '~/features/catalogue/display-name'
import { paths } from '~/platform/paths'
import { ButtonRow, LinkButton } from '~/ui/button'
import { Sheet } from '~/ui/dialog'
import { Skeleton } from '~/ui/skeleton'

/** What the booking page's loader gives; the panel asks it for the same. */
export type BookingPageData = {
  /** The address's own words. */
  asked: { start: string | null; end: string | null }
  sheet: BookingSheet
  period: PeriodFields
  verdict: VerdictView
  submissionKey: string
  now: Date
  today: string
  isForOther: boolean
}

type BookingPanelProps = {
  resourceId: string
  period: { start: string; end: string } | null
  onClose: () => void
}

/** The booking form at the side of the calendar, with the period that was dragged. */
export function BookingPanel({ resourceId, period, onClose }: BookingPanelProps) {
  const t = useTranslations('bookings')
  const series = useTranslations('series')
  const locale = useLocale()
  const loaded = useFetcher<BookingPageData>()
  const sent = useFetcher<BookingReply>()
  const address = period ? paths.book(resourceId, period) : null
  const { load } = loaded
  useEffect(() => {
    if (address) load(address)
  }, [address, load])
  // The form stays while its data is read anew, or what was typed would be lost; another period is another form.
  const { data } = loaded
  const page = data && data.asked.start === period?.start && data.asked.end === period?.end ? data : null
  const title = page ? displayName(page.sheet.resource, locale) : null
  return (
    <Sheet
      isOpen={period !== null}
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={title ? <span lang={title.lang}>{t('form.title', { name: title.text })}</span> : t('form.loading')}
    >
      {page ? (
        <div className="grid gap-6">
          <BookingForm key={address} {...page} reply={sent.data ?? null} fetcher={sent} />
          {address && period ? (
            <ButtonRow>
              <LinkButton size="small" tone="quiet" to={address}>
                {t('form.openPage')}
              </LinkButton>
              <LinkButton size="small" tone="quiet" to={paths.bookSeries(resourceId, period)}>
                {series('open')}
              </LinkButton>
            </ButtonRow>
          ) : null}
        </div>
      ) : (
        <Skeleton lines={8} />
      )}
    </Sheet>
  )
}
