import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { lazy, Suspense } from 'react'
import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import { addMinutes } from '~/domain/time/interval'
import { plainDateOf } from '~/domain/time/zone'
import { getViewer } from '~/features/auth/session.server'
import { useIsBrowser } from '~/ui/is-browser'
import { ChainOffers } from '~/features/bookings/chains/components/chain-offers'
import { templatesWith } from '~/features/bookings/chains/queries.server'
import { FallbackBoundary } from '~/features/catalogue/components/fallback-boundary'
import { HourlyPriceText } from '~/features/catalogue/components/hourly-price'
import { IllustrativeMark } from '~/features/catalogue/components/illustrative-mark'
import { PriceTable } from '~/features/catalogue/components/price-table'
import { ResourceFacts, ResourceRest, WayIn, WaysOfUse } from '~/features/catalogue/components/resource-details'
import { ResourceName, SecondName } from '~/features/catalogue/components/resource-name'
import { displayName } from '~/features/catalogue/display-name'
import { Gallery } from '~/features/catalogue/files/components/gallery'
import { getResource } from '~/features/catalogue/queries.server'
import { outlook } from '~/features/finder/availability.server'
import { OutNotices } from '~/features/bookings/outages/components/outage-notices'
import { outagesShown } from '~/features/bookings/outages/queries.server'
import { NextFreeText } from '~/features/finder/components/next-free-text'
import { PolicyRules } from '~/features/finder/components/policy-rules'
import { LevelBadge } from '~/features/finder/components/result-row'
import { StandingLine } from '~/features/finder/components/standing-line'
import { priceList, readerPrice, slotPrice } from '~/features/finder/reader-price'
import { standing } from '~/features/finder/standing'
import { EligibilityLines } from '~/features/people/eligibility/components/eligibility-lines'
import { eligibilityView } from '~/features/people/eligibility/queries.server'
import { AfterLinks } from '~/features/usage/after/components/resource-links'
import { formatMoney, formatPeriod } from '~/i18n/format'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Badge } from '~/ui/badge'
import { Bilingual } from '~/ui/bilingual'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { ButtonRow, buttonClass, LinkButton } from '~/ui/button'
import { DataList } from '~/ui/data-list'
import { Notice } from '~/ui/notice'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'
import { Skeleton } from '~/ui/skeleton'
import { WeekStrip } from '~/ui/week-strip'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const viewer = await getViewer(request)
  const actor = viewer?.actor ?? null
  const found = await getResource(params.id ?? '', actor)
  if (found === null) throw notFound()
  const { prices, ...resource } = found
  const { id, modes, universityId } = resource
  const [view, eligibility, chains] = await Promise.all([
    outlook(id, now), eligibilityView(actor, resource, now), resource.lab.chainTemplates.length > 0 ? templatesWith(resource) : [],
  ])
  if (view === null) throw notFound()
  const outages = view.isTakenOut ? await outagesShown(id, addMinutes(now, 14 * 1440), now) : []
  const locale = localeOfRequest(request, viewer?.locale)
  const mine = readerPrice(actor, { prices, modes, universityId }, now)
  const slot = 'slot' in view.nextFree ? view.nextFree.slot : null
  const title = displayName(resource, locale).text
  return {
    pageTitle: createTranslator(locale)('common.pageTitle', { title }),
    now,
    resource,
    view,
    slot,
    firstDay: plainDateOf(slot?.start ?? now, view.timeZone),
    mine,
    standing: standing(actor, {
      ...resource,
      labAccess: resource.lab.access,
      eligibility,
      asksApproval: view.policy.approval !== 'none',
      approvesOwnUniversity: view.policy.autoApproveOwnUniversity,
    }),
    eligibility,
    chains,
    outages,
    slotFen:
      slot && mine.origin
        ? slotPrice(found, { origin: mine.origin, needsOtherThanSelf: modes.includes('self_operation') && !eligibility.usable.includes('self_operation') }, slot)
        : null,
    prices: priceList(found, mine.origin, now),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

/** Where booking is not open to the reader, the lab can be asked. */
const ASKING = new Set(['contact', 'sign_in', 'affiliation_missing', 'not_shared'])

export default function Resource() {
  const { resource, view, slot, mine, now, slotFen, ...rest } = useLoaderData<typeof loader>()
  const t = useTranslations('catalogue')
  const words = useTranslations('common')
  const manage = useTranslations('listing')
  const waits = useTranslations('waits')
  const enquiry = useTranslations('affiliations.enquiry')
  const time = useTranslations('finding')
  const orders = useTranslations('orders')
  const after = useTranslations('conductAfter')
  const locale = useLocale()
  const viewerTimeZone = useTimeZone()
  const { lab, university, campus, status } = resource
  const elsewhere = view.nextFree.kind === 'elsewhere' ? view.nextFree.url : null
  const isBookable = view.nextFree.kind !== 'contact' && elsewhere === null
  const isAtOnce = view.policy.approval === 'none' || rest.standing.kind === 'open'
  const takesSamplesOnly = resource.modes.every((mode) => mode === 'entrusted_test')
  const slotText = slot && formatPeriod(slot, { locale, timeZone: view.timeZone, viewerTimeZone, now })
  return (
    <Page
      title={<ResourceName resource={resource} />}
      lead={<SecondName resource={resource} />}
      breadcrumbs={
        <Breadcrumbs
          items={[
            { to: paths.resources(), label: t('title') },
            { to: paths.lab(lab.id), label: <Bilingual value={{ zh: lab.nameZh, en: lab.nameEn }} isMarkHidden /> },
          ]}
        />
      }
      action={
        elsewhere !== null ? (
          <a href={elsewhere} className={buttonClass('primary')} rel="noopener noreferrer">
            {t('resource.bookElsewhere')}
          </a>
        ) : isBookable && status === 'active' && takesSamplesOnly ? (
          <LinkButton tone="primary" to={paths.sendSamples(resource.id)}>{orders('send')}</LinkButton>
        ) : slot && slotText ? (
          <LinkButton
            tone="primary"
            to={paths.book(resource.id, { start: slot.start.toISOString(), end: slot.end.toISOString() })}
          >
            {t(isAtOnce ? 'resource.bookSlot' : 'resource.requestSlot', { period: slotText })}
          </LinkButton>
        ) : isBookable ? (
          <LinkButton tone="primary" to={paths.book(resource.id)}>
            {t('resource.chooseTime')}
          </LinkButton>
        ) : null
      }
    >
      {status === 'active' ? null : <Notice tone="warn">{t(`resource.notActive.${status}`)}</Notice>}
      <OutNotices outages={rest.outages} timeZone={view.timeZone} now={now} />
      {resource.isManageable ? (
        <ButtonRow>
          <LinkButton size="small" to={paths.manageResource(resource.id)}>{manage('manage')}</LinkButton>
        </ButtonRow>
      ) : null}
      {resource.isIllustrative ? (
        <Notice tone="info" title={t('resource.illustrativeTitle')}>
          {words('state.illustrativeHint')}
        </Notice>
      ) : null}
      <div className="grid gap-x-10 gap-y-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid content-start gap-3">
          <p className="flex flex-wrap gap-1.5">
            <Badge>{locale === 'en' ? resource.kind.en : resource.kind.zh}</Badge>
            <LevelBadge level={lab.level} />
            {resource.modes.map((mode) => (
              <Badge key={mode}>{words(`mode.${mode}`)}</Badge>
            ))}
            {resource.isIllustrative ? <IllustrativeMark /> : null}
          </p>
          {resource.summaryZh || resource.summaryEn ? (
            <p className="max-w-reading">
              <Bilingual value={{ zh: resource.summaryZh, en: resource.summaryEn }} />
            </p>
          ) : null}
          <DataList
            items={[
              {
                label: t('resource.where'),
                value: (
                  <>
                    <Bilingual value={{ zh: university.nameZh, en: university.nameEn }} />
                    {' · '}
                    <Bilingual value={{ zh: campus.nameZh, en: campus.nameEn }} />
                  </>
                ),
              },
              { label: t('resource.standing.label'), value: (
                <>
                  <StandingLine standing={rest.standing} here={paths.resource(resource.id)} />
                  <EligibilityLines view={rest.eligibility} resourceId={resource.id} now={now} />
                </>
              ) },
              { label: after('title'), value: <AfterLinks resource={resource} /> },
              ASKING.has(rest.standing.kind)
                ? { label: enquiry('title'), value: <LinkButton size="small" to={paths.enquire(resource.id)}>{enquiry('link')}</LinkButton> }
                : { label: null, value: null },
              {
                label: mine.origin === null ? t('price.list') : t('price.forMe', { origin: words(`originClass.${mine.origin}`) }),
                value: (
                  <>
                    <HourlyPriceText price={mine.price} />
                    {slotFen === null ? null : (
                      <span className="ml-3 text-sm text-muted">{t('price.slot', { price: formatMoney(slotFen, locale) })}</span>
                    )}
                  </>
                ),
              },
            ]}
          />
        </div>
        {isBookable ? (
          <div className="grid content-start gap-2">
            <WeekStrip days={view.days} />
            <p>
              <NextFreeText nextFree={view.nextFree} now={now} />
            </p>
            <ButtonRow>
              <LinkButton size="small" to={paths.book(resource.id)}>
                {t('resource.chooseTime')}
              </LinkButton>
              {resource.modes.includes('entrusted_test') && status === 'active' && !takesSamplesOnly ? <LinkButton size="small" to={paths.sendSamples(resource.id)}>{orders('send')}</LinkButton> : null}
              <LinkButton size="small" tone="quiet" to={paths.freedAlert(resource.id)}>{waits('alert.action')}</LinkButton>
              <LinkButton size="small" tone="quiet" to={paths.find({ resource: [resource.id], view: 'together' })}>
                {time('whenOne')}
              </LinkButton>
            </ButtonRow>
          </div>
        ) : null}
      </div>

      <Gallery pictures={resource.pictures} />

      {isBookable || elsewhere !== null ? (
        <section id="calendar" aria-label={t('resource.calendar')} data-screen-only>
          <Calendar resourceId={resource.id} timeZone={view.timeZone} firstDay={rest.firstDay} isReadOnly={elsewhere !== null} />
        </section>
      ) : null}

      <div className="grid gap-x-10 gap-y-8 lg:grid-cols-2">
        <div className="grid content-start gap-8">
          <ResourceFacts resource={resource} />
          <WaysOfUse resource={resource} />
          <WayIn resource={resource} />
        </div>
        <div className="grid content-start gap-8">
          {isBookable ? (
            <Section title={t('resource.rules')}>
              <PolicyRules policy={view.policy} modes={resource.modes} weekly={view.weekly} observesHolidays={view.observesHolidays} />
            </Section>
          ) : null}
          {isBookable && resource.status === 'active' ? <ChainOffers resourceId={resource.id} templates={rest.chains} /> : null}
          <PriceTable rows={rest.prices} />
          <ResourceRest resource={resource} />
        </div>
      </div>
    </Page>
  )
}

// The calendar's code is large; only this page needs it, and only in a browser.
const ResourceCalendar = lazy(() =>
  import('~/features/bookings/components/resource-calendar').then((module) => ({ default: module.ResourceCalendar })),
)

function Calendar(props: { resourceId: string; timeZone: string; firstDay: string; isReadOnly: boolean }) {
  const t = useTranslations('catalogue.resource')
  const form = props.isReadOnly ? null : (
    <a href={paths.book(props.resourceId)} className="text-accent underline underline-offset-4">
      {t('calendarForm')}
    </a>
  )
  if (!useIsBrowser()) {
    return (
      <noscript>
        {t('calendarWithout')} {form}
      </noscript>
    )
  }
  return (
    <FallbackBoundary
      fallback={
        <Notice tone="warn">
          {t('calendarFailed')} {form}
        </Notice>
      }
    >
      <Suspense fallback={<Skeleton lines={8} />}>
        <ResourceCalendar {...props} />
      </Suspense>
    </FallbackBoundary>
  )
}
