import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import type { KeyboardEvent } from 'react'
import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import type { Eligibility } from '~/domain/eligibility/judge'
import { getViewer } from '~/features/auth/session.server'
import { thumbnailsOf } from '~/features/catalogue/files/queries.server'
import { weekStrips } from '~/features/finder/availability.server'
import { ResultRow } from '~/features/finder/components/result-row'
import { SearchForm } from '~/features/finder/components/search-form'
import { readerPrice } from '~/features/finder/reader-price'
import { rowStanding } from '~/features/finder/row-standing'
import { FACETS, type Facet, parseSearch, USABLE } from '~/features/finder/schema'
import { searchResources } from '~/features/finder/search.server'
import { eligibilityOf } from '~/features/people/eligibility/queries.server'
import { formatDuration, formatPeriod } from '~/i18n/format'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { paths } from '~/platform/paths'
import { LinkButton } from '~/ui/button'
import { Facets } from '~/ui/facets'
import { Notice } from '~/ui/notice'
import { Page } from '~/ui/page'
import { Pagination } from '~/ui/pagination'
import { EmptyState } from '~/ui/states'

/** Shown at the left; labs and campuses are too many to list and come by link. */
const SHOWN: readonly Facet[] = ['usable', 'city', 'university', 'level', 'kind', 'mode', 'tag']

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date()
  const viewer = await getViewer(request)
  const actor = viewer?.actor ?? null
  const locale = localeOfRequest(request, viewer?.locale)
  const t = createTranslator(locale)
  const params = new URL(request.url).searchParams
  const search = parseSearch(params, now, defaultTimeZone)
  const found = await searchResources({ ...search, actor, locale, now })
  const ids = found.items.map((each) => each.id)
  const [weeks, thumbnails, eligible] = await Promise.all([
    weekStrips(ids, now),
    thumbnailsOf(ids),
    actor === null || ids.length === 0 ? null : eligibilityOf(actor, ids, now),
  ])

  const isChosen = (facet: Facet, value: string) => search.filters[facet].includes(value)
  // What the reader may use is counted only where it is asked for.
  const uncounted = USABLE.map((value) => ({ value, label: t(`common.usable.${value}`), count: null, isChecked: false }))
  const options = (facet: Facet) =>
    found.facets[facet].map(({ value, labelZh, labelEn, count }) => ({
      value,
      label: locale === 'en' ? labelEn : labelZh,
      count,
      isChecked: isChosen(facet, value),
    }))
  const chosen = FACETS.filter((facet) => facet !== 'usable' || actor !== null).flatMap((facet) =>
    options(facet).filter((each) => each.isChecked).map(({ value, label }) => ({ facet, value, label })),
  )
  return {
    pageTitle: t('common.pageTitle', { title: search.q || t('catalogue.title') }),
    now,
    search: { q: search.q, sort: search.sort, span: search.span, minMinutes: search.minMinutes },
    free: search.free,
    freeFrom: params.get('freeFrom'),
    freeTo: params.get('freeTo'),
    page: search.page,
    pages: Math.ceil(found.total / search.limit),
    total: found.total,
    similar: found.similar,
    correctedTo: found.correctedTo,
    groups: SHOWN.flatMap((facet) => {
      if (facet !== 'usable') return { name: facet, options: options(facet) }
      return actor === null ? [] : { name: facet, options: search.filters.usable.length > 0 ? options(facet) : uncounted }
    }),
    chosen,
    rows: found.items.map(({ prices, ...resource }) => ({
      resource,
      week: weeks.get(resource.id) ?? null,
      thumbnail: thumbnails.get(resource.id) ?? null,
      standing: standingOf(eligible?.get(resource.id)),
      ...readerPrice(actor, { prices, modes: resource.modes, universityId: resource.university.id }, now),
    })),
  }
}

const standingOf = (found: Eligibility | undefined) => (found === undefined ? null : rowStanding(found))

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export default function Resources() {
  const { search, groups, chosen, rows, total, page, pages, now, ...rest } = useLoaderData<typeof loader>()
  const t = useTranslations('catalogue')
  const words = useTranslations('common')
  const time: [string, string][] = Object.entries({
    when: search.span,
    minMinutes: search.minMinutes,
    freeFrom: rest.freeFrom,
    freeTo: rest.freeTo,
  }).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]]))
  const facetPairs = chosen.map(({ facet, value }): [string, string] => [facet, value])
  const inWords: [string, string][] = search.q ? [['q', search.q]] : []
  const order: [string, string][] = search.sort === 'relevance' ? [] : [['sort', search.sort]]
  // Labs and campuses have no boxes at the left, so the form must carry them.
  const unlisted = facetPairs.filter(([name]) => !groups.some((group) => group.name === name))
  return (
    <Page title={t('title')} lead={t('lead')} action={<LinkButton to={paths.find()}>{t('findTime')}</LinkButton>}>
      <SearchForm {...search} kept={[...facetPairs, ...time.filter(([name]) => name.startsWith('free'))]} />
      <div className="grid gap-8 lg:grid-cols-[15rem_minmax(0,1fr)]">
        {/* Folded on a phone; wide screens always show it, where the browser lets a style say so. */}
        <details
          data-screen-only
          className="lg:supports-[selector(::details-content)]:[&::details-content]:[content-visibility:visible]"
        >
          <summary className="mb-3 font-medium text-accent underline underline-offset-4 lg:supports-[selector(::details-content)]:hidden">
            {words('list.filters')}
          </summary>
          <Facets
            label={words('list.filters')}
            action={paths.resources()}
            groups={groups.map((group) => ({ ...group, label: t(`facet.${group.name}`) }))}
            kept={[...inWords, ...order, ...time, ...unlisted]}
          />
        </details>
        <div className="grid min-w-0 content-start gap-3">
          <Chips chosen={chosen} pairs={[...inWords, ...order, ...time, ...facetPairs]} free={rest.free} />
          {rest.correctedTo || rest.similar ? (
            <Notice tone="info">
              {rest.correctedTo ? t('list.corrected', { words: rest.correctedTo }) : t('list.similar')}
            </Notice>
          ) : null}
          <output className="block text-muted">{words('list.results', { count: total })}</output>
          {rows.length === 0 ? (
            <Nothing q={search.q} hasFacets={chosen.length > 0} hasTime={rest.free !== null} facets={facetPairs} />
          ) : (
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of the links inside
            <ol aria-label={t('list.label')} className="border-t border-line" onKeyDown={moveBetweenResults}>
              {rows.map((row) => (
                <li key={row.resource.id}>
                  <ResultRow {...row} now={now} />
                </li>
              ))}
            </ol>
          )}
          <Pagination page={page} pages={pages} />
        </div>
      </div>
    </Page>
  )
}

/** Up and down go from result to result; Enter opens one, because each is a link. */
function moveBetweenResults(event: KeyboardEvent<HTMLOListElement>) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-result]')]
  const at = links.findIndex((each) => each === document.activeElement)
  const next = links[at + (event.key === 'ArrowDown' ? 1 : -1)]
  if (at === -1 || !next) return
  event.preventDefault()
  next.focus()
}

const isTime = ([name]: [string, string]) => ['when', 'minMinutes', 'freeFrom', 'freeTo'].includes(name)

type ChipsProps = {
  chosen: { facet: Facet; value: string; label: string }[]
  pairs: [string, string][]
  free: { period: { start: Date; end: Date }; minutes: number } | null
}

function Chips({ chosen, pairs, free }: ChipsProps) {
  const t = useTranslations('catalogue')
  const words = useTranslations('common.action')
  const locale = useLocale()
  const timeZone = useTimeZone() ?? defaultTimeZone
  if (chosen.length === 0 && free === null) return null
  const without = (isGone: (pair: [string, string]) => boolean) => {
    const query = new URLSearchParams(pairs.filter((pair) => !isGone(pair))).toString()
    return query ? `${paths.resources()}?${query}` : paths.resources()
  }
  const chips = chosen.map(({ facet, value, label }) => ({
    key: `${facet}=${value}`,
    label,
    to: without(([name, each]) => name === facet && each === value),
  }))
  if (free) {
    const when = formatPeriod(free.period, { locale, timeZone })
    const label = t('search.freeFor', { when, length: formatDuration(free.minutes, locale) })
    chips.push({ key: 'free', label, to: without(isTime) })
  }
  return (
    <ul aria-label={t('chips.label')} data-screen-only className="flex flex-wrap gap-2">
      {chips.map(({ key, label, to }) => (
        <li key={key}>
          <LinkButton to={to} size="small" preventScrollReset aria-label={t('chips.remove', { name: label })}>
            {label} <span aria-hidden="true">×</span>
          </LinkButton>
        </li>
      ))}
      {chips.length > 1 ? (
        <li>
          <LinkButton
            to={without((pair) => isTime(pair) || chosen.some((each) => each.facet === pair[0]))}
            size="small"
            tone="quiet"
            preventScrollReset
          >
            {words('clearAll')}
          </LinkButton>
        </li>
      ) : null}
    </ul>
  )
}

type NothingProps = { q: string; hasFacets: boolean; hasTime: boolean; facets: [string, string][] }

function Nothing({ q, hasFacets, hasTime, facets }: NothingProps) {
  const t = useTranslations('catalogue.list')
  const query = new URLSearchParams([...(q ? [['q', q]] : []), ...facets]).toString()
  return (
    <EmptyState
      icon="search"
      title={t('emptyTitle')}
      action={
        <>
          {hasTime ? <LinkButton to={`${paths.resources()}?${query}`}>{t('withoutFree')}</LinkButton> : null}
          {hasFacets && q ? <LinkButton to={paths.resources({ q })}>{t('withoutFilters')}</LinkButton> : null}
          <Link to={paths.resources()} className="self-center text-accent underline underline-offset-4">
            {t('all')}
          </Link>
        </>
      }
    >
      {q ? <p>{t('emptyWords')}</p> : null}
      {hasFacets ? <p>{t('emptyFilters')}</p> : null}
      {hasTime ? <p>{t('emptyFree')}</p> : null}
    </EmptyState>
  )
}
