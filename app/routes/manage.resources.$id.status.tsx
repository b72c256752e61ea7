import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { requireActor } from '~/features/auth/require.server'
import { answerListing } from '~/features/catalogue/answer.server'
import { EntryErrors } from '~/features/catalogue/components/entry-fields'
import { EntryProblems } from '~/features/catalogue/components/entry-problems'
import { keptResource, waitsForLab } from '~/features/catalogue/resources/queries.server'
import { statusForm } from '~/features/catalogue/resources/schema'
import { changeResourceStatus } from '~/features/catalogue/resources/update.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, redirectWithNotice } from '~/platform/http'
import { paths, withQuery } from '~/platform/paths'
import { ButtonRow, LinkButton, SubmitButton } from '~/ui/button'
import { Notice } from '~/ui/notice'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const resource = await keptResource(await requireActor(request), params.id ?? '')
  if (resource === null) throw notFound()
  const t = createTranslator(localeOfRequest(request))
  return {
    pageTitle: t('common.pageTitle', { title: t('listing.tabs.status') }),
    id: resource.id,
    status: resource.status,
    version: resource.version,
    isLabUnconfirmed: await waitsForLab(resource.values.labId),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const id = params.id ?? ''
  const resource = await keptResource(actor, id)
  if (resource === null) throw notFound()
  const answer = await answerListing(request, statusForm, async ({ version, to }) => {
    const outcome = await changeResourceStatus(actor, id, version, to, new Date())
    return outcome.ok ? { ok: true, value: to } : outcome
  })
  if (!answer.ok) return data({ reply: answer.reply }, { status: 422 })
  const done = answer.value === 'retired' ? 'retired' : resource.status === 'draft' ? 'published' : 'restored'
  return redirectWithNotice(`${paths.manageResource(id)}/status`, { tone: 'ok', key: `listing.resource.${done}` })
}

export default function ResourceStatus() {
  const { id, status, version, isLabUnconfirmed } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('listing')
  const reply = answer?.reply ?? null
  const move = { draft: 'publish', active: 'retire', retired: 'restore' } as const
  const hasHolds = reply?.problems.some((each: { code: string }) => each.code === 'holds_in_the_way') ?? false
  return (
    <div className="grid max-w-reading gap-4">
      <EntryErrors reply={reply} />
      <EntryProblems reply={reply} />
      {hasHolds ? (
        <ButtonRow>
          <LinkButton to={withQuery(`${paths.manage()}/bookings`, { resource: id })}>{t('problem.bookings')}</LinkButton>
        </ButtonRow>
      ) : null}
      <p>
        {t('resource.statusNow')}: <strong className="font-medium">{t(`status.${status}`)}</strong>
      </p>
      <p className="text-muted">{t(`resource.statusHint.${status}`)}</p>
      {isLabUnconfirmed ? <Notice tone="warn">{t('resource.labUnconfirmed')}</Notice> : null}
      <Form method="post">
        <input type="hidden" name="version" value={version} />
        <ButtonRow>
          <SubmitButton name="to" value={status === 'active' ? 'retired' : 'active'} tone={status === 'active' ? 'danger' : 'primary'}>
            {t(`resource.${move[status]}`)}
          </SubmitButton>
          {status === 'draft' ? (
            <SubmitButton name="to" value="retired" tone="danger">
              {t('resource.retire')}
            </SubmitButton>
          ) : null}
        </ButtonRow>
      </Form>
    </div>
  )
}
