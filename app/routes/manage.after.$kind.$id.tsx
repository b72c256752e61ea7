import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { answerForm } from '~/features/auth/answer-form.server'
import { fieldOf, ReplyErrors } from '~/features/auth/components/form-reply'
import { requireViewer } from '~/features/auth/require.server'
import { acknowledgementOf, keptAcknowledgement, parseThankedKind, saveAcknowledgement, thankedFor } from '~/features/usage/after/acknowledgement.server'
import { ratingsOf } from '~/features/usage/after/achievements.server'
import { acknowledgementSchema } from '~/features/usage/after/schema'
import { bilingual } from '~/i18n/bilingual'
import { formatDate } from '~/i18n/format'
import { defaultTimeZone, localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { SubmitButton } from '~/ui/button'
import { DataList } from '~/ui/data-list'
import { TextareaField } from '~/ui/form-field'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'
import { Table } from '~/ui/table'

async function kept(request: Request, params: Record<string, string | undefined>) {
  const viewer = await requireViewer(request)
  const kind = parseThankedKind(params.kind)
  const thanked = kind && (await thankedFor(viewer.actor, kind, params.id ?? ''))
  if (!thanked) throw notFound()
  return { ...viewer, thanked }
}

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { locale, thanked } = await kept(request, params)
  const { kind, id } = thanked
  const [own, ratings, now] = await Promise.all([keptAcknowledgement(kind, id), ratingsOf({ kind, id }), kind === 'resource' ? acknowledgementOf(id) : null])
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('conductAfter.thanks.edit') }), thanked, own, ratings, shown: now, now: new Date() }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, thanked } = await kept(request, params)
  const answer = await answerForm(request, acknowledgementSchema, (input) => saveAcknowledgement(actor, thanked.kind, thanked.id, input, new Date()))
  if (!answer.ok) return data(answer.reply, { status: 422 })
  return redirectWithNotice(paths.manageAfter(thanked.kind, thanked.id), { tone: 'ok', key: 'conductAfter.thanks.saved' })
}

/** The words of thanks of a lab or a resource, and what users said. */
export default function ManageAfter() {
  const { thanked, own, ratings, shown, now } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations('conductAfter')
  const locale = useLocale()
  const name = bilingual({ zh: thanked.nameZh, en: thanked.nameEn }, locale).text
  return (
    <Page
      title={t('thanks.editTitle', { name })} lead={t('thanks.editLead')}
      breadcrumbs={<Breadcrumbs items={[{ to: thanked.kind === 'resource' ? paths.manageResource(thanked.id) : paths.manageLab(thanked.id), label: name }]} />}
    >
      <Form method="post" className="grid max-w-reading gap-4">
        <ReplyErrors reply={reply} labels={{ textZh: t('thanks.fieldZh'), textEn: t('thanks.fieldEn') }} />
        <input type="hidden" name="version" value={own?.version ?? 0} />
        <TextareaField field={fieldOf(reply, 'textZh', own?.textZh)} label={t('thanks.fieldZh')} hint={t('thanks.fieldHint')} rows={3} maxLength={1000} required={false} />
        <TextareaField field={fieldOf(reply, 'textEn', own?.textEn)} label={t('thanks.fieldEn')} hint={t('thanks.fieldHint')} rows={3} maxLength={1000} required={false} />
        <SubmitButton>{t('thanks.save')}</SubmitButton>
      </Form>
      {shown ? (
        <Section title={t('thanks.now')}>
          <DataList items={[{ label: t('thanks.zh'), value: shown.zh }, { label: t('thanks.en'), value: shown.en }]} />
        </Section>
      ) : null}
      <Section title={t('ratings.title')}>
        {ratings.length === 0 ? <p className="text-muted">{t('ratings.none')}</p> : (
          <Table
            caption={t('ratings.title')} isCaptionHidden rows={ratings} rowKey={({ id }) => id}
            columns={[
              { key: 'stars', label: t('ratings.stars'), isRowHeader: true, cell: ({ stars }) => t(`rating.star.n${stars as 1 | 2 | 3 | 4 | 5}`) },
              { key: 'words', label: t('ratings.words'), cell: ({ words }) => <span className="whitespace-pre-line break-words">{words}</span> },
              ...(thanked.kind === 'lab' ? [{ key: 'resource', label: t('ratings.resource'), cell: ({ zh, en }: (typeof ratings)[number]) => bilingual({ zh, en }, locale).text }] : []),
              { key: 'when', label: t('ratings.when'), cell: ({ ratedAt }) => <span className="tabular-nums">{formatDate(ratedAt, { locale, timeZone: defaultTimeZone, now })}</span> },
            ]}
          />
        )}
      </Section>
    </Page>
  )
}
