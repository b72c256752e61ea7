import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { useId } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { getViewer } from '~/features/auth/session.server'
import { type LabRow, listLabs } from '~/features/catalogue/queries.server'
import { LAB_PAGE_SIZE, parseLabFilters } from '~/features/catalogue/schema'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { paths } from '~/platform/paths'
import { Badge } from '~/ui/badge'
import { Bilingual, OtherName } from '~/ui/bilingual'
import { LinkButton, SubmitButton } from '~/ui/button'
import { Field } from '~/ui/field'
import { Input, Select } from '~/ui/input'
import { Page } from '~/ui/page'
import { Pagination } from '~/ui/pagination'
import { EmptyState } from '~/ui/states'

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = await getViewer(request)
  const filters = parseLabFilters(new URL(request.url).searchParams)
  const t = createTranslator(localeOfRequest(request, viewer?.locale))
  const { items, total, choices } = await listLabs(filters, viewer?.actor ?? null)
  return {
    pageTitle: t('common.pageTitle', { title: t('catalogue.labs.title') }),
    filters,
    items,
    total,
    choices,
    pages: Math.ceil(total / LAB_PAGE_SIZE),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export default function Labs() {
  const { filters, items, total, choices, pages } = useLoaderData<typeof loader>()
  const t = useTranslations('catalogue.labs')
  const words = useTranslations('common')
  const locale = useLocale()
  const id = useId()
  return (
    <Page title={t('title')} lead={t('lead')}>
      <search aria-label={t('title')} data-screen-only>
        <Form
          method="get"
          className="grid items-end gap-3 md:grid-cols-[minmax(0,1fr)_14rem_14rem_auto]"
        >
          <Field id={`${id}-q`} label={t('search')}>
            {(control) => <Input {...control} key={filters.q} type="search" name="q" defaultValue={filters.q} maxLength={200} />}
          </Field>
          <Field id={`${id}-university`} label={t('university')}>
            {(control) => (
              <Select
                {...control}
                key={filters.university}
                name="university"
                defaultValue={filters.university ?? ''}
                placeholder={t('allUniversities')}
                choices={choices.universities.map(({ id: value, nameZh, nameEn, count }) => ({
                  value,
                  label: t('choice', { name: bilingual({ zh: nameZh, en: nameEn }, locale).text, count }),
                }))}
              />
            )}
          </Field>
          <Field id={`${id}-level`} label={t('level')}>
            {(control) => (
              <Select
                {...control}
                key={filters.level}
                name="level"
                defaultValue={filters.level ?? ''}
                placeholder={t('allLevels')}
                choices={choices.levels.map(({ level, count }) => ({
                  value: level,
                  label: t('choice', { name: words(`level.${level as 'national_key_lab'}`), count }),
                }))}
              />
            )}
          </Field>
          <SubmitButton>{t('submit')}</SubmitButton>
        </Form>
      </search>
      <output className="block text-muted">{words('list.results', { count: total })}</output>
      {items.length === 0 ? (
        <EmptyState icon="flask" title={t('emptyTitle')} action={<LinkButton to={paths.labs()}>{t('all')}</LinkButton>}>
          <p>{t('emptyBody')}</p>
        </EmptyState>
      ) : (
        <ol className="border-t border-line">
          {items.map((lab) => (
            <li key={lab.id}>
              <LabLine lab={lab} />
            </li>
          ))}
        </ol>
      )}
      <Pagination page={filters.page} pages={pages} />
    </Page>
  )
}

function LabLine({ lab }: { lab: LabRow }) {
  const t = useTranslations('catalogue.labs')
  const words = useTranslations('common')
  const name = { zh: lab.nameZh, en: lab.nameEn }
  return (
    <article className="grid gap-x-6 gap-y-1 border-b border-line py-3 md:grid-cols-[minmax(0,1fr)_minmax(0,18rem)_9rem]">
      <div className="grid content-start gap-0.5">
        <h2 className="text-base break-words">
          <Link to={paths.lab(lab.id)} className="text-accent underline decoration-line underline-offset-4">
            <Bilingual value={name} />
          </Link>
        </h2>
        <OtherName value={name} />
        <p className="flex flex-wrap gap-1.5">
          <Badge>{words(`level.${lab.level as 'national_key_lab'}`)}</Badge>
          {lab.isJoint ? <Badge>{t('joint')}</Badge> : null}
          {lab.access === 'restricted' ? <Badge>{t('restricted')}</Badge> : null}
          {lab.isConfirmed ? null : <Badge>{words('state.toBeConfirmed')}</Badge>}
        </p>
      </div>
      <p className="text-muted">
        {lab.universities.length > 4 ? null : (
          <span className="block">
            {lab.universities.map(({ id, nameZh, nameEn }) => (
              <span key={id} className="block">
                <Bilingual value={{ zh: nameZh, en: nameEn }} />
              </span>
            ))}
          </span>
        )}
        <Bilingual value={{ zh: lab.disciplineZh, en: lab.disciplineEn }} />
      </p>
      <p className="md:text-right">
        {lab.resources > 0 ? (
          <Link to={paths.resources({ lab: lab.id })} className="text-accent underline decoration-line underline-offset-4">
            {t('resources', { count: lab.resources })}
          </Link>
        ) : (
          <span className="text-muted">{t('noResources')}</span>
        )}
      </p>
    </article>
  )
}
