import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { useId } from 'react'
import { useTranslations } from 'use-intl'
import { getViewer } from '~/features/auth/session.server'
import { type Facet, type FacetValue, parseSearch } from '~/features/finder/schema'
import { searchResources } from '~/features/finder/search.server'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { redirectTo } from '~/platform/http'
import { paths } from '~/platform/paths'
import { SubmitButton } from '~/ui/button'
import { Field } from '~/ui/field'
import { Input } from '~/ui/input'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

const ENTRIES = ['level', 'city', 'kind'] as const satisfies readonly Facet[]
const MOST_ENTRIES = 10

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = await getViewer(request)
  if (viewer !== null) throw redirectTo(paths.today())
  const now = new Date()
  const locale = localeOfRequest(request)
  const everything = { ...parseSearch(new URLSearchParams(), now, defaultTimeZone), limit: 1 }
  const { facets, total } = await searchResources({ ...everything, actor: null, locale, now })
  const entries = (list: FacetValue[]) =>
    list
      .slice(0, MOST_ENTRIES)
      .map(({ value, labelZh, labelEn, count }) => ({ value, count, name: locale === 'en' ? labelEn : labelZh }))
  return {
    pageTitle: createTranslator(locale)('common.product'),
    total,
    groups: ENTRIES.map((facet) => ({ facet, entries: entries(facets[facet]) })),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

const STEPS = ['find', 'request', 'use'] as const
const link = 'text-accent underline decoration-line underline-offset-4 hover:decoration-current'

export default function Home() {
  const { groups, total } = useLoaderData<typeof loader>()
  const t = useTranslations('home')
  const id = useId()
  return (
    <Page title={t('title')} lead={t('lead')}>
      <search aria-label={t('searchLabel')}>
        <Form
          method="get"
          action={paths.resources()}
          className="grid max-w-reading items-end gap-3 sm:grid-cols-[minmax(0,1fr)_auto]"
        >
          <Field id={`${id}-q`} label={t('searchPlaceholder')} hint={t('searchHint')}>
            {(control) => <Input {...control} type="search" name="q" maxLength={200} />}
          </Field>
          <SubmitButton>{t('searchAction')}</SubmitButton>
        </Form>
      </search>
      {total === 0 ? null : (
        <Section
          title={t('browseTitle')}
          action={
            <Link to={paths.resources()} className={link}>
              {t('allResources')}
            </Link>
          }
        >
          <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2 lg:grid-cols-3">
            {groups.map(({ facet, entries }) => (
              <div key={facet}>
                <h3 className="mb-1">{t(`browse.${facet}`)}</h3>
                <ul>
                  {entries.map(({ value, name, count }) => (
                    <li key={value} className="flex min-h-7 items-baseline justify-between gap-4">
                      <Link
                        to={paths.resources({ [facet]: value })}
                        aria-label={t('entry', { name, count })}
                        className={link}
                      >
                        {name}
                      </Link>
                      <span className="text-sm tabular-nums text-faint">{count}</span>
                    </li>
                  ))}
                </ul>
              </div>
            ))}
          </div>
        </Section>
      )}
      <Section title={t('howTitle')}>
        <ol className="grid max-w-reading gap-2">
          {STEPS.map((step, at) => (
            <li key={step} className="flex gap-3">
              <span aria-hidden="true" className="font-semibold tabular-nums text-accent">
                {at + 1}
              </span>
              <span>{t(`how.${step}`)}</span>
            </li>
          ))}
        </ol>
      </Section>
      <p className="flex flex-wrap gap-x-6 gap-y-1">
        <Link to={paths.labs()} className={link}>
          {t('allLabs')}
        </Link>
        <Link to={paths.help()} className={link}>
          {t('help')}
        </Link>
      </p>
    </Page>
  )
}
