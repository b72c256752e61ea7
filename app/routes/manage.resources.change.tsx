import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { EntryErrors } from '~/features/catalogue/components/entry-fields'
import { ManyFields, ManyPreview, ManyRefusals } from '~/features/catalogue/resources/components/many-form'
import { answerMany } from '~/features/catalogue/resources/many.server'
import { chosenStates } from '~/features/catalogue/resources/queries.server'
import { tagOptions } from '~/features/catalogue/choices.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Bilingual } from '~/ui/bilingual'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { LinkButton } from '~/ui/button'
import { HelpLink } from '~/ui/help-link'
import { Page } from '~/ui/page'
import { EmptyState } from '~/ui/states'

export async function loader({ request }: LoaderFunctionArgs) {
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'update:resource')
  const t = createTranslator(localeOfRequest(request, locale))
  const ids = new URL(request.url).searchParams.getAll('id')
  const chosen = await chosenStates(actor, ids)
  return {
    pageTitle: t('common.pageTitle', { title: t('listing.many.title', { count: chosen.length }) }),
    chosen,
    tags: await tagOptions(),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'update:resource')
  const answer = await answerMany(request, actor, new Date())
  if (answer.kind === 'applied') {
    return redirectWithNotice(paths.manageResources(), { tone: 'ok', key: 'listing.many.changed', values: { count: answer.changed } })
  }
  return data(answer, { status: answer.kind === 'preview' ? 200 : 422 })
}

export default function ChangeResources() {
  const { chosen, tags } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('listing')
  const preview = answer?.kind === 'preview' ? answer : null
  return (
    <Page
      title={t('many.title', { count: chosen.length })}
      lead={<>{t('many.lead')} <HelpLink topic="many" /></>}
      breadcrumbs={<Breadcrumbs items={[{ to: paths.manageResources(), label: t('resources.title') }]} />}
    >
      {chosen.length === 0 ? (
        <EmptyState title={t('many.noneTitle')} action={<LinkButton to={paths.manageResources()}>{t('many.toList')}</LinkButton>}>
          {t('many.none')}
        </EmptyState>
      ) : (
        <Form method="post" className="grid max-w-4xl gap-8">
          {answer?.kind === 'invalid' ? <EntryErrors reply={answer.reply} /> : null}
          {answer?.kind === 'refused' ? <ManyRefusals refusals={answer.refusals} /> : null}
          {preview ? <ManyPreview rows={preview.rows} names={preview.names} /> : null}
          <details>
            <summary className="font-medium text-accent underline underline-offset-4">{t('many.chosen')}</summary>
            <ul className="mt-2">
              {chosen.map(({ id, version, zh, en }) => (
                <li key={id}>
                  <Bilingual value={{ zh, en }} isMarkHidden />
                  <input type="hidden" name="chosen" value={`${id}:${preview?.rows.find((row: { id: string }) => row.id === id)?.version ?? version}`} />
                </li>
              ))}
            </ul>
          </details>
          <ManyFields tags={tags} reply={answer?.reply ?? null} canApply={preview !== null && preview.isApplicable} />
        </Form>
      )}
    </Page>
  )
}
