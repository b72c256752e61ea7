import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { requireViewer } from '~/features/auth/require.server'
import { QuestionForm } from '~/features/people/rights/components/rights-forms'
import { AnswerNotice, RightsTable, StandingSection } from '~/features/people/rights/components/rights-view'
import { rightsOf } from '~/features/people/rights/queries.server'
import { readQuestion } from '~/features/people/rights/schema'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound } from '~/platform/http'
import { HelpLink } from '~/ui/help-link'
import { Section } from '~/ui/section'

export async function loader({ request }: LoaderFunctionArgs) {
  const { actor, locale } = await requireViewer(request)
  const now = new Date()
  const rights = await rightsOf(actor, actor.personId, readQuestion(new URL(request.url).searchParams), now)
  if (rights === null) throw notFound()
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('rights.own.title') }), rights, now }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export default function AccountRights() {
  const { rights, now } = useLoaderData<typeof loader>()
  const t = useTranslations('rights')
  return (
    <>
      <p className="text-muted">{t('own.lead')} <HelpLink topic="rights" /></p>
      <StandingSection rights={rights} now={now} />
      <Section title={t('ask.title')}>
        {rights.answer === null ? null : <AnswerNotice answer={rights.answer} now={now} />}
        <QuestionForm question={rights.answer?.question ?? null} />
      </Section>
      <RightsTable rows={rights.rows} now={now} />
    </>
  )
}
