import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { requireViewer } from '~/features/auth/require.server'
import { answerListing } from '~/features/catalogue/answer.server'
import { closeGroup } from '~/features/people/groups/close.server'
import { entry, ReplyNotices } from '~/features/people/groups/components/entry'
import { GroupFields } from '~/features/people/groups/components/group-fields'
import { GroupFrame } from '~/features/people/groups/components/group-frame'
import { handOverGroup } from '~/features/people/groups/hand-over.server'
import { groupPage } from '~/features/people/groups/queries.server'
import { renameGroup } from '~/features/people/groups/rename.server'
import { closeGroupSchema, handOverSchema, renameGroupSchema } from '~/features/people/groups/schema'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { badRequest, notFound, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { SubmitButton } from '~/ui/button'
import { InputField } from '~/ui/form-field'
import { Section } from '~/ui/section'

async function kept(request: Request, id: string | undefined) {
  const now = new Date()
  const viewer = await requireViewer(request)
  const group = await groupPage(viewer.actor, id ?? '', now)
  if (group === null || !(group.may.includes('rename') || group.may.includes('hand_over'))) throw notFound()
  return { ...viewer, group, now }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { group, locale } = await kept(request, params.id)
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('groups.tab.settings') }), group }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, group, now } = await kept(request, params.id)
  const act = new URL(request.url).searchParams.get('do')
  const { id } = group
  const answer =
    act === 'rename'
      ? await answerListing(request, renameGroupSchema, (input) => renameGroup(actor, id, input, now))
      : act === 'hand-over'
        ? await answerListing(request, handOverSchema, (input) => handOverGroup(actor, id, input, now))
        : act === 'close'
          ? await answerListing(request, closeGroupSchema, (input) => closeGroup(actor, id, input, now))
          : null
  if (answer === null || act === null) throw badRequest()
  if (!answer.ok) return data({ act, reply: answer.reply }, { status: 422 })
  const notice = act === 'rename' ? 'saved' : act === 'close' ? 'closed' : 'handedOver'
  return redirectWithNotice(paths.group(id), { tone: 'ok', key: `groups.notice.${notice}` })
}

export default function GroupSettings() {
  const { group } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('groups')
  const replyTo = (act: string) => (answer?.act === act ? answer.reply : null)
  const { may, version } = group
  const to = (act: string) => `${paths.groupSettings(group.id)}?do=${act}`
  return (
    <GroupFrame group={group} tab="settings">
      {may.includes('rename') ? (
        <Section title={t('rename.title')}>
          <Form method="post" action={to('rename')} className="grid max-w-form gap-5">
            <ReplyNotices reply={replyTo('rename')} />
            <input type="hidden" name="version" value={version} />
            <GroupFields reply={replyTo('rename')} values={group} />
            <SubmitButton>{t('rename.action')}</SubmitButton>
          </Form>
        </Section>
      ) : null}
      {may.includes('hand_over') ? (
        <Section title={t('handOver.title')}>
          <Form method="post" action={to('hand-over')} className="grid max-w-form gap-4">
            <ReplyNotices reply={replyTo('hand-over')} />
            <p className="text-muted">{t('handOver.body')}</p>
            <input type="hidden" name="version" value={version} />
            <InputField field={entry(replyTo('hand-over'), 'email')} label={t('handOver.email')} type="email" autoComplete="off" required />
            <SubmitButton tone="secondary">{t('handOver.action')}</SubmitButton>
          </Form>
        </Section>
      ) : null}
      {may.includes('close') ? (
        <Section title={t('close.title')}>
          <Form method="post" action={to('close')} className="grid max-w-form gap-4">
            <ReplyNotices reply={replyTo('close')} />
            <p className="text-muted">{t('close.body')}</p>
            <input type="hidden" name="version" value={version} />
            <InputField field={entry(replyTo('close'), 'reason')} label={t('field.reason')} maxLength={300} required />
            <SubmitButton tone="danger">{t('close.action')}</SubmitButton>
          </Form>
        </Section>
      ) : null}
    </GroupFrame>
  )
}
