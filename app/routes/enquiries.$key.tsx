import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { usePersonName } from '~/features/auth/components/roles'
import { enquiryByKey } from '~/features/catalogue/enquiries/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { formatDate, formatDateTime } from '~/i18n/format'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound } from '~/platform/http'
import { paths } from '~/platform/paths'
import { LinkButton } from '~/ui/button'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const found = await enquiryByKey(params.key ?? '', now)
  if (found === null) throw notFound()
  const { question, answer, answeredAt, answeredBy, dueAt, createdAt, resource } = found
  const locale = localeOfRequest(request)
  const t = createTranslator(locale)
  const title = t('affiliations.enquiry.about', { resource: bilingual({ zh: resource.nameZh, en: resource.nameEn }, locale).text })
  const shown = { question, answer, answeredAt, answeredBy, dueAt, createdAt, resource: { id: resource.id, nameZh: resource.nameZh, nameEn: resource.nameEn } }
  // The address is the only key: nobody keeps a copy, and no other site learns it.
  const headers = { 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' }
  return data({ pageTitle: t('common.pageTitle', { title }), now, ...shown }, { headers })
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => [...(titleMeta(loaded) ?? []), { name: 'robots', content: 'noindex' }]

export default function Enquiry() {
  const { question, answer, answeredAt, answeredBy, dueAt, createdAt, resource, now } = useLoaderData<typeof loader>()
  const t = useTranslations('affiliations.enquiry')
  const locale = useLocale()
  const nameOf = usePersonName()
  const day = (at: Date) => formatDate(at, { locale, timeZone: defaultTimeZone, now })
  return (
    <Page title={t('about', { resource: bilingual({ zh: resource.nameZh, en: resource.nameEn }, locale).text })} width="reading">
      <Section title={t('asked')}>
        <p className="text-sm text-muted">{day(createdAt)}</p>
        <p className="whitespace-pre-line break-words">{question}</p>
      </Section>
      <Section title={t('answer')}>
        {answer && answeredAt ? (
          <>
            <p className="whitespace-pre-line break-words">{answer}</p>
            <p className="text-sm text-muted">{t('answeredBy', { name: answeredBy ? nameOf(answeredBy) : '', day: day(answeredAt) })}</p>
          </>
        ) : (
          <p>{t('waiting', { due: formatDateTime(dueAt, { locale, timeZone: defaultTimeZone, now }) })}</p>
        )}
      </Section>
      <div><LinkButton to={paths.resource(resource.id)}>{t('back')}</LinkButton></div>
    </Page>
  )
}
