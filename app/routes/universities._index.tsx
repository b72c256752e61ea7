import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { UniversityTable } from '~/features/alliance/components/university-table'
import { listUniversities } from '~/features/alliance/queries.server'
import { getViewer } from '~/features/auth/session.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { paths } from '~/platform/paths'
import { LinkButton } from '~/ui/button'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

const PROVINCES = ['Sichuan', 'Chongqing'] as const

export async function loader({ request }: LoaderFunctionArgs) {
  const [viewer, universities] = await Promise.all([getViewer(request), listUniversities()])
  const t = createTranslator(localeOfRequest(request, viewer?.locale))
  return {
    pageTitle: t('common.pageTitle', { title: t('alliance.universities.title') }),
    provinces: PROVINCES.map((id) => ({ id, universities: universities.filter(({ province }) => province === id) })),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export default function Universities() {
  const { provinces } = useLoaderData<typeof loader>()
  const t = useTranslations('alliance.universities')
  const find = useTranslations('nav')('find')
  return (
    <Page title={t('title')} lead={t('lead')} action={<LinkButton to={paths.resources()}>{find}</LinkButton>}>
      {provinces.map(({ id, universities }) => (
        <Section
          key={id}
          title={t('provinceCount', { province: t(`province.${id}`), count: universities.length })}
        >
          <UniversityTable caption={t(`province.${id}`)} universities={universities} />
        </Section>
      ))}
    </Page>
  )
}
