import { randomUUID } from 'node:crypto'
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { mayOpenGroup } from '~/domain/people/group'
import { requireViewer } from '~/features/auth/require.server'
import { answerListing } from '~/features/catalogue/answer.server'
import { ReplyNotices } from '~/features/people/groups/components/entry'
import { GroupFields } from '~/features/people/groups/components/group-fields'
import { openGroup } from '~/features/people/groups/open.server'
import { openGroupSchema } from '~/features/people/groups/schema'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { forbidden, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { ButtonRow, LinkButton, SubmitButton } from '~/ui/button'
import { Page } from '~/ui/page'

async function opener(request: Request) {
  const viewer = await requireViewer(request)
  if (!mayOpenGroup(viewer.actor)) throw forbidden()
  return viewer
}

export async function loader({ request }: LoaderFunctionArgs) {
  const { locale } = await opener(request)
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('groups.open.title') }), key: randomUUID() }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request }: ActionFunctionArgs) {
  const { actor } = await opener(request)
  const answer = await answerListing(request, openGroupSchema, (input) => openGroup(actor, input, new Date()))
  if (!answer.ok) return data({ reply: answer.reply }, { status: 422 })
  return redirectWithNotice(paths.group(answer.value.id), { tone: 'ok', key: 'groups.notice.opened' })
}

export default function NewGroup() {
  const { key } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>()?.reply ?? null
  const t = useTranslations('groups')
  const kept = reply?.values.key
  return (
    <Page width="form" title={t('open.title')} lead={t('open.lead')} breadcrumbs={<Breadcrumbs items={[{ to: paths.groups(), label: t('title') }]} />}>
      <Form method="post" className="grid gap-5">
        <ReplyNotices reply={reply} />
        <input type="hidden" name="key" value={typeof kept === 'string' ? kept : key} />
        <GroupFields reply={reply} />
        <ButtonRow>
          <SubmitButton>{t('open.action')}</SubmitButton>
          <LinkButton to={paths.groups()}>{t('back')}</LinkButton>
        </ButtonRow>
      </Form>
    </Page>
  )
}
