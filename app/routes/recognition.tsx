import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { can } from '~/domain/access/permission'
import { requireViewer } from '~/features/auth/require.server'
import { RecognitionTable } from '~/features/people/admission/components/recognition-table'
import { recognitionTable } from '~/features/people/admission/recognise.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { paths } from '~/platform/paths'
import { LinkButton } from '~/ui/button'
import { HelpLink } from '~/ui/help-link'
import { Page } from '~/ui/page'

export async function loader({ request }: LoaderFunctionArgs) {
  const { actor, locale } = await requireViewer(request)
  const now = new Date()
  const t = createTranslator(localeOfRequest(request, locale))
  const { rows } = await recognitionTable(now)
  return { pageTitle: t('common.pageTitle', { title: t('training.recognition.title') }), now, rows, mayKeep: can(actor, 'manage:recognition') }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export default function RecognitionPage() {
  const { rows, mayKeep, now } = useLoaderData<typeof loader>()
  const t = useTranslations('training.recognition')
  return (
    <Page title={t('title')} lead={t('lead')} action={<><HelpLink topic="admission" />{mayKeep ? <LinkButton to={paths.manageRecognition()}>{t('manage')}</LinkButton> : null}</>}>
      <RecognitionTable rows={rows} now={now} />
    </Page>
  )
}
