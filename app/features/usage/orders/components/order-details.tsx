import { useLocale, useTranslations } from 'use-intl'
import { ItemName, ItemPlace, personName, PeriodText, useInstantText } from '~/features/bookings/components/booking-text'
import { useAnswerItems } from '~/features/bookings/components/question-fields'
import type { Standing } from '~/features/usage/orders/line.server'
import type { OrderView } from '~/features/usage/orders/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { formatDuration, formatList, formatMoney, formatNumber, formatPlainDate } from '~/i18n/format'
import { paths } from '~/platform/paths'
import { LinkButton } from '~/ui/button'
import { DataList } from '~/ui/data-list'
import { Section } from '~/ui/section'
import { Table } from '~/ui/table'

/** Where the order stands: the place in the queue and the usual time, never a slot. */
export function StandingText({ standing, isLab = false }: { standing: Standing; isLab?: boolean }) {
  const t = useTranslations('orders')
  return (
    <>
      {standing.before === null ? null : <p>{t('place', { before: standing.before })} {isLab ? null : <span className="text-muted">{t('noSlot')}</span>}</p>}
      <UsualText standing={standing} />
    </>
  )
}

export function UsualText({ standing }: { standing: Pick<Standing, 'usualSeconds' | 'past'> }) {
  const t = useTranslations('orders')
  const locale = useLocale()
  const { usualSeconds, past } = standing
  if (usualSeconds === null) return <p className="text-muted">{t('usualUnknown', { count: past })}</p>
  const days = usualSeconds / 86_400
  const time = days >= 1 ? formatNumber(Math.round(days * 10) / 10, locale, { style: 'unit', unit: 'day', unitDisplay: 'long' }) : formatDuration(Math.max(1, Math.round(usualSeconds / 60)), locale)
  return <p className="text-muted">{t('usual', { time, count: past })}</p>
}

/** What was asked, by whom, and what it costs. */
export function OrderFacts({ order, now, showsPeople }: { order: OrderView; now: Date; showsPeople: boolean }) {
  const t = useTranslations('orders')
  const uses = useTranslations('bookings.use')
  const locale = useLocale()
  const answers = useAnswerItems()
  const named = (one: { nameZh: string | null; nameEn: string | null } | null) => (one ? bilingual({ zh: one.nameZh, en: one.nameEn }, locale).text : null)
  const { applicant, askedBy, quote, resource } = order
  const lines = (text: string | null) => (text ? <span className="whitespace-pre-wrap break-words">{text}</span> : null)
  return (
    <DataList
      items={[
        { label: t('code'), value: <span className="font-mono tracking-wide">{order.code}</span> },
        { label: t('field.resource'), value: <><ItemName resource={resource} /> <span className="text-muted"><ItemPlace resource={resource} /></span></> },
        { label: t('field.applicant'), value: showsPeople ? [personName(applicant, locale), named(order.homeUniversity)].filter(Boolean).join(' · ') : null },
        { label: t('field.contact'), value: showsPeople ? [applicant.email, applicant.phone].filter(Boolean).join(' · ') : null },
        { label: t('field.askedBy'), value: askedBy.id === applicant.id ? null : personName(askedBy, locale) },
        { label: t('field.group'), value: named(order.group) },
        { label: t('field.project'), value: named(order.project) },
        { label: t('field.use'), value: uses(order.purpose) },
        { label: t('field.nature'), value: lines(order.nature) },
        { label: t('field.hazards'), value: formatList(order.hazards.map((each) => t(`hazard.${each}`)), locale) },
        { label: t('field.storage'), value: order.storage ? t(`storage.${order.storage}`) : null },
        { label: t('field.conditions'), value: lines(order.conditions) },
        { label: t('field.afterwards'), value: t(`afterwards.${order.afterwards}`) },
        ...answers(order.answers),
        {
          label: t('field.quote'),
          value: quote ? <>{t('quoted', { price: formatMoney(quote.totalFen, locale), time: formatDuration(quote.minutes, locale) })}{quote.note ? <span className="block text-muted">{quote.note}</span> : null}</> : null,
        },
        { label: t('field.run'), value: order.run ? <PeriodText period={{ start: order.run.startsAt, end: order.run.endsAt }} timeZone={resource.timeZone} now={now} /> : null },
      ]}
    />
  )
}

/** The result while it is kept, for those who may have it. */
export function ResultLine({ order, mayHave, now }: { order: OrderView; mayHave: boolean; now: Date }) {
  const t = useTranslations('orders')
  const locale = useLocale()
  const instant = useInstantText(order.resource.timeZone, now)
  const { resultLink, resultFile, resultUntil, resultGoneAt } = order
  if (resultUntil === null) return null
  return (
    <Section title={t('field.result')}>
      {resultGoneAt ? <p>{t('gone', { day: instant(resultGoneAt) })}</p> : (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          {mayHave && resultLink ? <a href={resultLink} rel="noopener noreferrer nofollow" className="break-all text-accent underline underline-offset-4">{t('result')}: {new URL(resultLink).hostname}</a> : null}
          {mayHave && resultFile ? <LinkButton to={paths.orderResult(order.id)} reloadDocument>{t('download', { name: resultFile.name })}</LinkButton> : null}
          <span className="text-muted">{t('until', { day: formatPlainDate(resultUntil, locale, now) })}</span>
        </div>
      )}
    </Section>
  )
}

export function SampleTable({ order }: { order: OrderView }) {
  const t = useTranslations('orders')
  return (
    <Section title={t('samples')} action={<LinkButton size="small" to={paths.orderLabels(order.id)}>{t('labels')}</LinkButton>}>
      <Table
        caption={t('samples')}
        isCaptionHidden
        rows={order.samples}
        rowKey={({ id }) => id}
        columns={[
          { key: 'number', label: t('number'), isRowHeader: true, cell: ({ number }) => <span className="tabular-nums">{order.code}-{number}</span> },
          { key: 'name', label: t('name'), cell: ({ name }) => name ?? '–' },
          { key: 'state', label: t('state'), cell: ({ state }) => t(`sample.${state}`) },
          { key: 'place', label: t('field.place'), cell: ({ place }) => place ?? '–' },
        ]}
      />
    </Section>
  )
}

/** Every step, in order, with who took it and what was said. */
export function StepList({ order, now }: { order: OrderView; now: Date }) {
  const t = useTranslations('orders')
  const instant = useInstantText(order.resource.timeZone, now)
  const known = (step: string) => (t.has(`step.${step}` as 'step.ask') ? t(`step.${step}` as 'step.ask') : step)
  return (
    <Section title={t('steps')}>
      <ol className="grid gap-2 border-l-2 border-line pl-4">
        {order.steps.map((each, index) => (
          <li key={index}>
            <span className="font-medium">{known(each.step)}</span>{' '}
            <span className="text-sm text-muted tabular-nums">{instant(each.at)} · {t(each.isLab ? 'by.lab' : 'by.applicant')}</span>
            {each.reason ? <span className="block max-w-reading whitespace-pre-wrap break-words text-muted">{each.reason}</span> : null}
          </li>
        ))}
      </ol>
    </Section>
  )
}
