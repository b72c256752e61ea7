import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { requireViewer } from '~/features/auth/require.server'
import { endSession } from '~/features/auth/session.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { redirectTo } from '~/platform/http'
import { paths } from '~/platform/paths'
import { SubmitButton } from '~/ui/button'
import { Page } from '~/ui/page'

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = await requireViewer(request)
  const t = createTranslator(localeOfRequest(request, viewer.locale))
  return { pageTitle: t('common.pageTitle', { title: t('auth.logout.title') }) }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export async function action({ request }: ActionFunctionArgs) {
  return redirectTo(paths.home(), { 'Set-Cookie': await endSession(request) })
}

export default function Logout() {
  const t = useTranslations('auth.logout')
  return (
    <Page title={t('title')} lead={t('body')} width="form">
      <Form method="post">
        <SubmitButton>{t('submit')}</SubmitButton>
      </Form>
    </Page>
  )
}
