import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { BOOKING_STATUSES, type BookingStatus } from '~/domain/booking/states'
import { addDays, isPlainDate, startOfDay } from '~/domain/time/zone'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { BookingRow } from '~/features/bookings/components/booking-row'
import { listBookings } from '~/features/bookings/queries.server'
import { managedResources } from '~/features/bookings/managed.server'
import { displayName } from '~/features/catalogue/display-name'
import { bilingual } from '~/i18n/bilingual'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { paths, withQuery } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { ButtonRow, LinkButton, SubmitButton } from '~/ui/button'
import { InputField, SelectField } from '~/ui/form-field'
import { Page } from '~/ui/page'
import { EmptyState } from '~/ui/states'

const PAGE = 40

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date()
  const { locale: stored } = await requireViewer(request)
  const actor = await requirePermission(request, 'manage:resource')
  const locale = localeOfRequest(request, stored)
  const t = createTranslator(locale)
  const query = new URL(request.url).searchParams
  const dateIn = (name: string) => {
    const text = query.get(name) ?? ''
    return /^[2-8]/.test(text) && isPlainDate(text) ? text : ''
  }
  const filter = {
    lab: storable(query.get('lab')),
    resource: storable(query.get('resource')),
    status: BOOKING_STATUSES.find((each) => each === query.get('status')) ?? null,
    from: dateIn('from'),
    to: dateIn('to'),
  }
  const [page, resources] = await Promise.all([
    listBookings(
      actor,
      {
        mine: false,
        byRoleOnly: true,
        labId: filter.lab || undefined,
        resourceId: filter.resource || undefined,
        status: filter.status ? [filter.status] : undefined,
        from: filter.from ? startOfDay(filter.from, defaultTimeZone) : undefined,
        to: filter.to ? startOfDay(addDays(filter.to, 1), defaultTimeZone) : undefined,
        cursor: query.get('cursor'),
        limit: PAGE,
      },
      now,
    ),
    managedResources(actor, now),
  ])
  const labs = new Map(resources.map((each) => [each.labId, bilingual({ zh: each.labZh, en: each.labEn }, locale).text]))
  return {
    pageTitle: t('common.pageTitle', { title: t('bookings.manage.allBookings') }),
    now,
    readerId: actor.personId,
    filter,
    cursor: query.get('cursor'),
    labs: [...labs].map(([value, label]) => ({ value, label })),
    resources: resources
      .filter((each) => filter.lab === '' || each.labId === filter.lab)
      .map((each) => ({ value: each.id, label: displayName(each, locale).text })),
    ...page,
  }
}

/** PostgreSQL text holds neither NUL nor half a surrogate pair. */
const storable = (text: string | null) => (text ?? '').replace(/\0|\p{Surrogate}/gu, '')

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export default function ManageBookings() {
  const { items, nextCursor, cursor, filter, readerId, now } = useLoaderData<typeof loader>()
  const t = useTranslations('bookings')
  const to = (more: Record<string, string | null>) => withQuery(`${paths.manage()}/bookings`, { ...filter, ...more })
  return (
    <Page
      title={t('manage.allBookings')}
      breadcrumbs={<Breadcrumbs items={[{ to: paths.manage(), label: t('manage.title') }]} />}
    >
      <Filters />
      {items.length === 0 ? (
        <EmptyState icon="calendar" title={t('manage.emptyTitle')}>
          <p>{t('manage.empty')}</p>
        </EmptyState>
      ) : (
        <ol className="border-t border-line">
          {items.map((booking) => (
            <li key={booking.id}>
              <BookingRow booking={booking} readerId={readerId} now={now} />
            </li>
          ))}
        </ol>
      )}
      <ButtonRow>
        {cursor ? <LinkButton size="small" to={to({ cursor: null })}>{t('first')}</LinkButton> : null}
        {nextCursor ? <LinkButton size="small" rel="next" to={to({ cursor: nextCursor })}>{t('more')}</LinkButton> : null}
      </ButtonRow>
    </Page>
  )
}

function Filters() {
  const { filter, labs, resources } = useLoaderData<typeof loader>()
  const t = useTranslations('bookings.manage')
  const words = useTranslations('common')
  const locale = useLocale()
  const field = (name: 'lab' | 'resource' | 'status' | 'from' | 'to') => ({ id: name, name, key: `${name}${filter[name] ?? ''}`, initialValue: filter[name] ?? '' })
  const sorted = resources.toSorted((a, b) => a.label.localeCompare(b.label, locale))
  return (
    <Form method="get" aria-label={t('filter')} className="grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-[1fr_1fr_8rem_10rem_10rem_auto]" data-screen-only>
      <SelectField field={field('lab')} label={t('lab')} placeholder={t('anyLab')} choices={labs} />
      <SelectField field={field('resource')} label={t('resource')} placeholder={t('anyResource')} choices={sorted} />
      <SelectField
        field={field('status')}
        label={t('status')}
        placeholder={t('anyStatus')}
        choices={BOOKING_STATUSES.map((each: BookingStatus) => ({ value: each, label: words(`bookingStatus.${each}`) }))}
      />
      <InputField field={field('from')} label={t('from')} type="date" />
      <InputField field={field('to')} label={t('to')} type="date" />
      <SubmitButton tone="secondary">{words('action.apply')}</SubmitButton>
    </Form>
  )
}
