import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { requireViewer } from '~/features/auth/require.server'
import { ItemName, ItemPlace, PeriodText } from '~/features/bookings/components/booking-text'
import { QrCode } from '~/ui/qr-code'
import { entryPass } from '~/features/usage/entry/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Status } from '~/ui/badge'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { ButtonRow, LinkButton } from '~/ui/button'
import { DataList } from '~/ui/data-list'
import { Page } from '~/ui/page'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const { actor, locale } = await requireViewer(request)
  const pass = await entryPass(actor, params.id ?? '', now)
  if (pass === null) throw notFound()
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('usageRoster.entry.title') }), now, pass }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

/** For a gate: readable at arm's length, and by a scanner. */
export default function Entry() {
  const { pass, now } = useLoaderData<typeof loader>()
  const t = useTranslations('usageRoster.entry')
  const counts = useTranslations('usageRoster')
  const locale = useLocale()
  const { booking, host, places, validity } = pass
  const text = (zh: string | null | undefined, en: string | null | undefined) => bilingual({ zh, en }, locale).text
  const person = text(booking.attendee.nameZh, booking.attendee.nameEn) || booking.attendee.email
  return (
    <Page title={t('title')} lead={t('lead')} width="form" breadcrumbs={<Breadcrumbs items={[{ to: paths.booking(booking.id), label: t('booking') }]} />}>
      <div className="grid justify-items-center gap-3">
        <Status tone={validity === 'valid' ? 'ok' : 'refused'}>{t(validity)}</Status>
        {validity === 'valid' ? <QrCode text={pass.address} label={t('qr', { code: booking.code })} className="w-56 max-w-full" /> : null}
        <p className="text-center"><span className="block text-sm text-muted">{t('code')}</span><strong className="font-mono text-2xl tracking-widest">{booking.code}</strong></p>
      </div>
      <DataList
        items={[
          { label: t('visitor'), value: <strong>{person}</strong> },
          { label: t('people'), value: booking.headCount && booking.headCount > 1 ? counts('peopleCount', { count: booking.headCount }) : null },
          { label: t('university'), value: booking.homeUniversity ? text(booking.homeUniversity.nameZh, booking.homeUniversity.nameEn) : null },
          ...booking.items.flatMap((item) => {
            const place = places.find((each) => each.id === item.resource.id)
            const gate = text(place?.gateZh, place?.gateEn)
            return [
              { label: t('when'), value: item.startsAt && item.endsAt ? <strong><PeriodText period={{ start: item.startsAt, end: item.endsAt }} timeZone={item.resource.timeZone} now={now} /></strong> : null },
              {
                label: t('where'),
                value: (
                  <>
                    <ItemName resource={item.resource} />{item.resource.isIllustrative ? <span className="text-sm text-muted"> ({t('illustrative')})</span> : null}
                    <span className="block"><ItemPlace resource={item.resource} /></span>
                    {place?.buildingZh || place?.buildingEn ? <span className="block">{text(place.buildingZh, place.buildingEn)} {place.roomNumber}</span> : null}
                    {gate ? <span className="block">{t('gate', { gate })}</span> : null}
                    {place?.accessZh || place?.accessEn ? <span className="block text-sm text-muted">{text(place.accessZh, place.accessEn)}</span> : null}
                  </>
                ),
              },
            ]
          }),
          { label: t('host'), value: text(host.nameZh, host.nameEn) },
          { label: t('contact'), value: text(host.contactNameZh, host.contactNameEn) || host.contactEmail },
          { label: t('phone'), value: host.contactPhone ? <a href={`tel:${host.contactPhone}`} className="underline underline-offset-4">{host.contactPhone}</a> : null },
        ]}
      />
      <div data-screen-only>
        <ButtonRow>
          {pass.records && booking.items[0] ? <LinkButton to={paths.use(booking.items[0].id)}>{t('checkIn')}</LinkButton> : null}
        </ButtonRow>
      </div>
    </Page>
  )
}
