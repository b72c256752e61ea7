import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { plainDateOf } from '~/domain/time/zone'
import { requireViewer } from '~/features/auth/require.server'
import { CostTable } from '~/features/bookings/costs/components/cost-table'
import { groupCosts } from '~/features/bookings/costs/queries.server'
import { GroupFrame } from '~/features/people/groups/components/group-frame'
import { groupPage } from '~/features/people/groups/queries.server'
import { formatHours, formatMoney } from '~/i18n/format'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound } from '~/platform/http'
import { paths } from '~/platform/paths'
import { ButtonRow, LinkButton } from '~/ui/button'
import { Stat } from '~/ui/data-list'
import { Notice } from '~/ui/notice'
import { EmptyState } from '~/ui/states'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const { actor, locale } = await requireViewer(request)
  const id = params.id ?? ''
  const thisYear = Number(plainDateOf(now, defaultTimeZone).slice(0, 4))
  const asked = Number(new URL(request.url).searchParams.get('year') ?? thisYear)
  const year = Number.isInteger(asked) && asked >= 2000 && asked <= 2200 ? asked : thisYear
  const [group, rows] = await Promise.all([groupPage(actor, id, now), groupCosts(actor, id, year, now)])
  if (group === null || rows === null) throw notFound()
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('groups.tab.costs') }), group, rows, year, thisYear }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export default function GroupCosts() {
  const { group, rows, year, thisYear } = useLoaderData<typeof loader>()
  const t = useTranslations('groups.costs')
  const locale = useLocale()
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0)
  const of = (each: number) => paths.groupCosts(group.id, { year: each })
  return (
    <GroupFrame
      group={group}
      tab="costs"
      action={<LinkButton reloadDocument to={paths.groupCostsFile(group.id, { year })}>{t('file')}</LinkButton>}
    >
      <Notice tone="info" title={t('notBilled')}>{t('notBilledBody')}</Notice>
      <div className="flex flex-wrap items-end justify-between gap-6">
        <div className="flex flex-wrap gap-8">
          <Stat label={t('shareOfYear', { year: String(year) })} value={formatMoney(sum(({ shareFen }) => shareFen), locale)} />
          <Stat label={t('hours')} value={formatHours(sum(({ seconds, person }) => (person ? seconds : 0)), locale)} />
          <Stat label={t('bookings')} value={sum(({ bookings, person }) => (person ? bookings : 0))} />
        </div>
        <ButtonRow>
          <LinkButton size="small" to={of(year - 1)}>{t('year', { year: String(year - 1) })}</LinkButton>
          {year < thisYear + 1 ? <LinkButton size="small" to={of(year + 1)}>{t('year', { year: String(year + 1) })}</LinkButton> : null}
        </ButtonRow>
      </div>
      {rows.length === 0 ? <EmptyState icon="chart" title={t('none', { year: String(year) })} /> : <CostTable rows={rows} />}
    </GroupFrame>
  )
}
