import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { CampusList } from '~/features/alliance/components/campus-list'
import { LabList } from '~/features/alliance/components/lab-list'
import { getUniversity } from '~/features/alliance/queries.server'
import { getViewer } from '~/features/auth/session.server'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Badge } from '~/ui/badge'
import { OtherName } from '~/ui/bilingual'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { LinkButton } from '~/ui/button'
import { DataList } from '~/ui/data-list'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const [viewer, university] = await Promise.all([getViewer(request), getUniversity(params.id ?? '')])
  if (!university) throw notFound()
  const locale = localeOfRequest(request, viewer?.locale)
  const t = createTranslator(locale)
  const { text } = bilingual({ zh: university.nameZh, en: university.nameEn }, locale)
  return { pageTitle: t('common.pageTitle', { title: text }), university }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export default function University() {
  const { university } = useLoaderData<typeof loader>()
  const t = useTranslations('alliance.university')
  const words = useTranslations('alliance.universities')
  const city = useTranslations('common.city')
  const locale = useLocale()
  const name = { zh: university.nameZh, en: university.nameEn }
  return (
    <Page
      title={bilingual(name, locale).text}
      lead={
        <span className="flex flex-wrap items-baseline gap-2">
          <OtherName value={name} />
          {university.isChair ? <Badge>{words('chair')}</Badge> : null}
        </span>
      }
      breadcrumbs={<Breadcrumbs items={[{ to: paths.universities(), label: words('title') }]} />}
      action={
        university.resourceCount > 0 ? (
          <LinkButton tone="primary" to={paths.resources({ university: university.id })}>
            {t('find')}
          </LinkButton>
        ) : null
      }
    >
      <Section title={t('about')}>
        <DataList
          items={[
            {
              label: t('place'),
              value: city.has(university.city as 'Chengdu') ? city(university.city as 'Chengdu') : university.city,
            },
            {
              label: t('formerNames'),
              value: university.formerNames.length > 0 ? <FormerNames names={university.formerNames} /> : null,
            },
            { label: t('mailDomains'), value: <MailDomains domains={university.mailDomains} /> },
            {
              label: words('resources'),
              value: (
                <Link to={paths.resources({ university: university.id })}>
                  {t('resourceCount', { count: university.resourceCount })}
                </Link>
              ),
            },
          ]}
        />
      </Section>
      <Section title={t('campuses')}>
        <CampusList campuses={university.campuses} />
      </Section>
      <Section title={t('labs')}>
        {university.labs.length > 0 ? <LabList labs={university.labs} /> : <p className="text-muted">{t('labsNone')}</p>}
      </Section>
      {university.sharedLabs.length > 0 ? (
        <Section title={t('sharedLabs')}>
          <LabList labs={university.sharedLabs} />
        </Section>
      ) : null}
    </Page>
  )
}

function FormerNames({ names }: { names: readonly string[] }) {
  return (
    <ul>
      {names.map((name) => (
        <li key={name} lang={/\p{Script=Han}/u.test(name) ? 'zh-CN' : 'en'}>
          {name}
        </li>
      ))}
    </ul>
  )
}

function MailDomains({ domains }: { domains: readonly string[] }) {
  const t = useTranslations('alliance.university')
  if (domains.length === 0) return <>{t('mailDomainsNone')}</>
  return (
    <div className="grid gap-1">
      <ul className="flex flex-wrap gap-x-4">
        {domains.map((domain) => (
          <li key={domain} className="font-mono text-sm">
            @{domain}
          </li>
        ))}
      </ul>
      <p className="text-sm text-muted">{t('mailDomainsHint')}</p>
    </div>
  )
}
