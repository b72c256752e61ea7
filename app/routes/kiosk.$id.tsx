import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { KioskDesk } from '~/features/usage/kiosk/components/kiosk-desk'
import { kioskLab } from '~/features/usage/kiosk/sessions.server'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound } from '~/platform/http'
import { Page } from '~/ui/page'

/** The desk of a lab's tablet: an empty frame that everybody may open; what stands in it the tablet's token brings. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const lab = await kioskLab(params.id ?? '')
  if (lab === null) throw notFound()
  const locale = localeOfRequest(request)
  const name = bilingual({ zh: lab.nameZh, en: lab.nameEn }, locale).text
  return { pageTitle: createTranslator(locale)('usageKiosk.title', { lab: name }), lab }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export default function Desk() {
  const { lab } = useLoaderData<typeof loader>()
  const t = useTranslations('usageKiosk')
  return (
    <Page title={t('title', { lab: bilingual({ zh: lab.nameZh, en: lab.nameEn }, useLocale()).text })}>
      <KioskDesk labId={lab.id} />
    </Page>
  )
}
