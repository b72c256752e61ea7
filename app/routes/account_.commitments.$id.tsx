import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { WrittenText } from '~/features/auth/components/written-text'
import { requireViewer } from '~/features/auth/require.server'
import { acceptCommitment, commitment } from '~/features/people/admission/accept.server'
import { acceptForm } from '~/features/people/admission/schema'
import { answerCommand } from '~/features/people/training/answer.server'
import { CommandErrors, fieldsOf } from '~/features/people/training/components/reply-parts'
import { bilingual } from '~/i18n/bilingual'
import { formatDateTime } from '~/i18n/format'
import { defaultTimeZone, localeOfRequest, parseLocale } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, redirectWithNotice, safeRedirect } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { SubmitButton } from '~/ui/button'
import { Checkbox } from '~/ui/choice'
import { Notice } from '~/ui/notice'
import { Page } from '~/ui/page'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { actor, locale } = await requireViewer(request)
  const now = new Date()
  const found = await commitment(actor, params.id ?? '', now)
  if (found === null) throw notFound()
  const reads = localeOfRequest(request, locale)
  const { titleZh, titleEn } = found.document
  const title = bilingual({ zh: titleZh, en: titleEn }, reads).text
  return { pageTitle: createTranslator(reads)('common.pageTitle', { title }), now, title, ...found }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const { actor, locale } = await requireViewer(request)
  const answer = await answerCommand(request, acceptForm, () => acceptCommitment(actor, params.id ?? '', localeOfRequest(request, locale), new Date()))
  if (!answer.ok) {
    if (answer.problems.length > 0) throw notFound()
    return data(answer, { status: 422 })
  }
  const to = new URL(request.url).searchParams.get('to')
  return redirectWithNotice(safeRedirect(to ?? undefined, paths.commitment(answer.value.id)), { tone: 'ok', key: 'training.notice.accepted' })
}

export default function Commitment() {
  const { document, title, acceptance, newerId, now } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const t = useTranslations('training')
  const locale = useLocale()
  const { text, lang } = bilingual({ zh: document.bodyZh, en: document.bodyEn }, locale)
  return (
    <Page title={title} width="reading" breadcrumbs={<Breadcrumbs items={[{ to: paths.training(), label: t('title') }]} />}>
      {newerId ? (
        <Notice tone="warn">
          {t('commitment.newer')} <Link to={paths.commitment(newerId)} className="underline">{t('commitment.readNewer')}</Link>
        </Notice>
      ) : null}
      <WrittenText text={text} lang={lang} />
      {acceptance ? (
        <Notice tone="ok">
          {t('commitment.signed', {
            at: formatDateTime(acceptance.acceptedAt, { locale, timeZone: defaultTimeZone, now }),
            language: t(`commitment.language.${parseLocale(acceptance.locale) ?? 'zh-CN'}`),
            version: document.version,
          })}
        </Notice>
      ) : newerId ? null : (
        <Form method="post" className="grid gap-3">
          <CommandErrors answer={answer} labels={{ agree: t('commitment.agree') }} />
          <Checkbox id="agree" name="agree" label={t('commitment.agree')} errors={fieldsOf(answer)('agree').errors} />
          <div><SubmitButton>{t('commitment.sign')}</SubmitButton></div>
        </Form>
      )}
    </Page>
  )
}
