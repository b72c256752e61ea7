import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { AdmissionTabs } from '~/features/people/admission/components/admission-tabs'
import { RuleSection } from '~/features/people/admission/components/rule-section'
import { admissionPlaces, admissionRules } from '~/features/people/admission/queries.server'
import { addAdmissionRule, endAdmissionRule } from '~/features/people/admission/rules.server'
import { admissionRuleForm, endRowForm } from '~/features/people/admission/schema'
import { answerCommand } from '~/features/people/training/answer.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { HelpLink } from '~/ui/help-link'
import { Page } from '~/ui/page'

export async function loader({ request }: LoaderFunctionArgs) {
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'manage:admission')
  const t = createTranslator(localeOfRequest(request, locale))
  const [rules, places] = await Promise.all([admissionRules(actor), admissionPlaces(actor)])
  return { pageTitle: t('common.pageTitle', { title: t('training.admission.rules') }), rules, places }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'manage:admission')
  const now = new Date()
  const isEnd = new URL(request.url).searchParams.get('form') === 'end'
  const answer = isEnd
    ? await answerCommand(request, endRowForm, (input) => endAdmissionRule(actor, input, now))
    : await answerCommand(request, admissionRuleForm, (input) => addAdmissionRule(actor, input, now))
  if (!answer.ok) return data({ reply: answer.reply, problems: answer.problems }, { status: 422 })
  return redirectWithNotice(paths.admissionRules(), { tone: 'ok', key: `training.notice.${isEnd ? 'ruleEnded' : 'ruleSet'}` })
}

export default function AdmissionRules() {
  const { rules, places } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const t = useTranslations('training.admission')
  return (
    <Page title={t('rules')} lead={t('rulesLead')} action={<HelpLink topic="admission" />}>
      <AdmissionTabs />
      <RuleSection rules={rules} places={places} answer={answer} />
    </Page>
  )
}
