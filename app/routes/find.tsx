import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import type { Actor } from '~/domain/access/permission'
import type { Period } from '~/domain/time/interval'
import { getViewer } from '~/features/auth/session.server'
import { readPosted } from '~/features/bookings/form'
import { displayName } from '~/features/catalogue/display-name'
import { weekStrips } from '~/features/finder/availability.server'
import { readerPrice, slotPrice } from '~/features/finder/reader-price'
import { type FoundResource, foundResources } from '~/features/finder/search.server'
import { findChoices } from '~/features/finder/slots/choices.server'
import { ChosenBar } from '~/features/finder/slots/components/chosen-bar'
import { FindForm } from '~/features/finder/slots/components/find-form'
import { FoundRow } from '~/features/finder/slots/components/found-row'
import { PlanList } from '~/features/finder/slots/components/plan-list'
import { slotsOf, slotsTogether } from '~/features/finder/slots/queries.server'
import { chosenIds, findForm, type FindForm as Wish, MOST_TOGETHER, SLOTS_A_PAGE, windowOf } from '~/features/finder/slots/schema'
import { searchSlots } from '~/features/finder/slots/search.server'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { paths } from '~/platform/paths'
import { LinkButton } from '~/ui/button'
import { Notice } from '~/ui/notice'
import { Page } from '~/ui/page'
import { EmptyState } from '~/ui/states'

const PLANS = 20

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date()
  const viewer = await getViewer(request)
  const actor = viewer?.actor ?? null
  const locale = localeOfRequest(request, viewer?.locale)
  const t = createTranslator(locale)
  const query = new URL(request.url).searchParams
  const body = new FormData()
  for (const [name, value] of query) if (name !== 'resource') body.set(name, value)
  const posted = readPosted(body, findForm)
  const wish = posted.ok ? posted.value : null
  const window = wish && windowOf(wish, now, defaultTimeZone)
  const errors = posted.ok ? (window ? {} : { from: ['finding.window'] }) : posted.errors
  const asked = chosenIds(query)
  const isTogether = posted.values.view === 'together' && asked.length > 0
  const chosen = await foundResources(actor, asked)
  const ids = chosen.map((each) => each.id)
  const shared = {
    pageTitle: t('common.pageTitle', { title: t('finding.title') }),
    now,
    choices: await findChoices(actor),
    values: posted.values,
    errors,
    isTogether: isTogether && ids.length > 0,
    isSignedIn: actor !== null,
    chosen: chosen.map(({ prices: _, ...each }) => each),
  }
  if (!wish || !window) return data({ ...shared, results: null, plans: null }, { status: 422 })
  if (shared.isTogether) return data({ ...shared, results: null, plans: await plansOf(actor, ids, wish, window, now) })
  return data({ ...shared, results: await resultsOf(actor, wish, window, now), plans: null })
}

async function plansOf(actor: Actor | null, ids: string[], wish: Wish, window: Period, now: Date) {
  const { minutes, gap } = wish
  if (ids.length > 1) {
    return slotsTogether(actor, { parts: ids.map((resourceId) => ({ resourceId, minutes })), window, maxGapMinutes: gap, count: PLANS }, now)
  }
  const [one] = await slotsOf(actor, ids, { minutes, window, count: PLANS }, now)
  if (!one) return { plans: [], missing: ids, hasNoWay: false }
  const plans = one.slots.map((slot) => ({ ...slot, parts: [{ ...slot, resourceId: one.resourceId, timeZone: one.timeZone, journeyMinutes: 0, waitMinutes: 0 }] }))
  return { plans, missing: [], hasNoWay: false }
}

async function resultsOf(actor: Actor | null, wish: Wish, window: Period, now: Date) {
  const some = (value: string | undefined) => (value ? [value] : [])
  const found = await searchSlots(actor, {
    q: wish.q, kind: some(wish.kind), city: some(wish.city), campus: some(wish.campus), university: some(wish.university), mode: wish.mode ?? null,
    minutes: wish.minutes, window, isUsable: wish.usable === '1', sort: wish.sort, near: wish.near ?? null, page: wish.page, limit: SLOTS_A_PAGE,
  }, now)
  const ids = found.items.map((each) => each.resourceId)
  const [resources, weeks] = await Promise.all([foundResources(actor, ids), weekStrips(ids, now)])
  const byId = new Map(resources.map((each) => [each.id, each]))
  const rows = found.items.flatMap(({ resourceId, slot, journeyMinutes }) => {
    const resource = byId.get(resourceId)
    if (!resource) return []
    const { prices: _, ...shown } = resource
    return [{ resource: shown, slot, journeyMinutes, priceFen: priceFor(actor, resource, slot), week: weeks.get(resourceId) ?? null }]
  })
  return { rows, searched: found.searched, free: found.free, hasMore: found.hasMore, page: wish.page }
}

function priceFor(actor: Actor | null, resource: FoundResource, slot: Period): number | null | undefined {
  const { origin } = readerPrice(actor, { prices: resource.prices, modes: resource.modes, universityId: resource.university.id }, slot.start)
  return origin === null ? undefined : slotPrice(resource, { origin, needsOtherThanSelf: false }, slot)
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export default function Find() {
  const { now, choices, values, errors, isTogether, isSignedIn, chosen, results, plans } = useLoaderData<typeof loader>()
  const t = useTranslations('finding')
  const ids = chosen.map((each) => each.id)
  // The page that is shown belongs to one search.
  const { page: _, view: __, ...kept } = values
  const to = (resource: readonly string[], more: Record<string, string> = {}) => paths.find({ ...kept, ...more, resource })
  const view: Record<string, string> = isTogether ? { view: 'together' } : {}
  const locale = useLocale()
  const named = chosen.map((each) => ({ ...each, where: locale === 'en' ? each.university.abbr : each.university.shortZh }))
  const names = Object.fromEntries(named.map((each) => [each.id, each]))
  return (
    <Page title={t('title')} lead={t('lead')}>
      <FindForm {...{ choices, values, errors, isTogether, isSignedIn }} chosen={ids} />
      <ChosenBar
        chosen={named.map((resource, at) => ({
          id: resource.id,
          resource,
          where: resource.where,
          removeTo: to(ids.filter((id) => id !== resource.id), view),
          earlierTo: at === 0 ? null : to(ids.toSpliced(at, 1).toSpliced(at - 1, 0, resource.id), view),
        }))}
        togetherTo={isTogether ? null : to(ids, { view: 'together' })}
        searchTo={isTogether && ids.length < MOST_TOGETHER ? to(ids) : null}
        boardTo={paths.board({ resource: ids })}
      />
      {results ? <Results {...{ results, ids, to, now }} /> : null}
      {plans ? <Plans {...{ plans, names, now }} /> : null}
    </Page>
  )
}

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>
type ResultsProps = {
  results: NonNullable<Loaded['results']>
  ids: string[]
  to: (resource: readonly string[], more?: Record<string, string>) => string
  now: Date
}

function Results({ results, ids, to, now }: ResultsProps) {
  const t = useTranslations('finding')
  const { rows, searched, free, hasMore, page } = results
  if (rows.length === 0) return <EmptyState icon="search" title={t('none')}><p>{t('noneHint')}</p></EmptyState>
  const canChoose = ids.length < MOST_TOGETHER
  return (
    <div className="grid gap-3">
      <output className="block text-muted">{free === null ? t('foundUsable') : t('found', { searched, free })}</output>
      <ol aria-label={t('results')} className="border-t border-line">
        {rows.map((row) => (
          <li key={row.resource.id}>
            <FoundRow {...row} now={now} chooseTo={canChoose && !ids.includes(row.resource.id) ? to([...ids, row.resource.id]) : null} />
          </li>
        ))}
      </ol>
      {page > 1 || hasMore ? (
        <nav aria-label={t('pages')} data-screen-only className="flex gap-3">
          {page > 1 ? <LinkButton size="small" rel="prev" to={to(ids, { page: String(page - 1) })}>{t('previous')}</LinkButton> : null}
          {hasMore ? <LinkButton size="small" rel="next" to={to(ids, { page: String(page + 1) })}>{t('next')}</LinkButton> : null}
        </nav>
      ) : null}
    </div>
  )
}

type PlansProps = { plans: NonNullable<Loaded['plans']>; names: Record<string, Loaded['chosen'][number] & { where: string }>; now: Date }

function Plans({ plans, names, now }: PlansProps) {
  const t = useTranslations('finding')
  const locale = useLocale()
  if (plans.missing.length > 0) {
    const named = plans.missing.map((id) => (names[id] ? displayName(names[id], locale).text : id)).join(' · ')
    return <Notice tone="warn">{t('missing', { names: named })}</Notice>
  }
  if (plans.hasNoWay) return <Notice tone="warn">{t('noWay')}</Notice>
  if (plans.plans.length === 0) return <EmptyState icon="search" title={t('none')}><p>{t('noneTogether')}</p></EmptyState>
  return <PlanList plans={plans.plans} names={names} now={now} />
}
