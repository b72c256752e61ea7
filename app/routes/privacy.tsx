import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useLocale, useTimeZone, useTranslations } from 'use-intl'
import { currentDocument } from '~/features/alliance/queries.server'
import { WrittenText } from '~/features/auth/components/written-text'
import { bilingual } from '~/i18n/bilingual'
import { formatDate } from '~/i18n/format'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { Page } from '~/ui/page'

export async function loader({ request }: LoaderFunctionArgs) {
  const t = createTranslator(localeOfRequest(request))
  const document = await currentDocument('privacy')
  const pageTitle = t('common.pageTitle', { title: t('auth.privacy.title') })
  return { pageTitle, document, now: new Date() }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export default function Privacy() {
  const { document, now } = useLoaderData<typeof loader>()
  const t = useTranslations('auth.privacy')
  const locale = useLocale()
  const timeZone = useTimeZone() ?? 'Asia/Shanghai'
  if (document === null) return <Page title={t('title')}>{t('none')}</Page>
  const { text, lang } = bilingual({ zh: document.bodyZh, en: document.bodyEn }, locale)
  const date = formatDate(document.publishedAt, { locale, timeZone, now })
  return (
    <Page title={t('title')} lead={t('version', { version: document.version, date })} width="reading">
      <WrittenText text={text} lang={lang} />
    </Page>
  )
}
