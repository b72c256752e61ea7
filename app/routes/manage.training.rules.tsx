import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { RESOURCE_MODES } from '~/domain/booking/facts'
import { TIME_BANDS } from '~/domain/eligibility/facts'
import { done, refused } from '~/domain/problem'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { answerPreviewed, type PreviewAnswer } from '~/features/bookings/previews/answer.server'
import { fieldOf, PreviewForm } from '~/features/bookings/previews/components/preview-form'
import { previewQualificationRule } from '~/features/bookings/previews/rights.server'
import { replyToProblems } from '~/features/catalogue/answer.server'
import { ProblemNotices } from '~/features/catalogue/components/entry-problems'
import { RuleTable } from '~/features/people/qualifications/components/rule-table'
import { trainingSubjects } from '~/features/people/qualifications/queries.server'
import { endQualificationRule, judgeQualificationRule, managedRules, ruleValues, setQualificationRule } from '~/features/people/qualifications/rules.server'
import { endRuleForm, GRANTERS, ruleForm } from '~/features/people/qualifications/schema'
import { TrainingTabs } from '~/features/people/training/components/manage-tabs'
import { useSubjectChoices } from '~/features/people/training/components/reply-parts'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { badRequest, parseForm, readForm, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { LinkButton } from '~/ui/button'
import { CheckboxField, InputField, SelectField } from '~/ui/form-field'
import { HelpLink } from '~/ui/help-link'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

export async function loader({ request }: LoaderFunctionArgs) {
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'manage:qualification')
  const t = createTranslator(localeOfRequest(request, locale))
  const [rules, subjects] = await Promise.all([managedRules(actor), trainingSubjects(actor)])
  const edited = rules.find((each) => each.id === new URL(request.url).searchParams.get('edit'))
  return { pageTitle: t('common.pageTitle', { title: t('training.ruleForm.title') }), rules, subjects, values: edited ? ruleValues(edited) : null }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'manage:qualification')
  const now = new Date()
  if ((await readForm(request.clone())).get('form') === 'end') {
    const parsed = await parseForm(request, endRuleForm)
    if (!parsed.ok) throw badRequest()
    const outcome = await endQualificationRule(actor, parsed.value, now)
    if (outcome.ok) return redirectWithNotice(paths.manageTrainingRules(), { tone: 'ok', key: 'training.notice.ruleEnded' })
    const refusal: PreviewAnswer = { form: 'end', reply: replyToProblems(outcome.problems, {}), preview: null, checked: null, values: {} }
    return data(refusal, { status: 422 })
  }
  const answer = await answerPreviewed(request, {
    name: 'rule',
    schema: ruleForm,
    preview: async (input) => {
      const problems = await judgeQualificationRule(actor, input)
      return problems.length > 0 ? refused(...problems) : done(await previewQualificationRule(input, now))
    },
    save: (input) => setQualificationRule(actor, input, now),
  })
  if ('saved' in answer) return redirectWithNotice(paths.manageTrainingRules(), { tone: 'ok', key: 'training.notice.ruleSet' })
  return data(answer, { status: answer.reply === null ? 200 : 422 })
}

const NEW_RULE = { mode: 'self_operation', band: 'any', grantedBy: 'last_step', needsPractical: 'on', supervisedSessions: '0', warnDays: '30' }

export default function TrainingRules() {
  const { rules, subjects, values } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('training')
  const r = useTranslations('training.ruleForm')
  const form = useTranslations('common.form')
  const modes = useTranslations('common.mode')
  const locale = useLocale()
  const choices = useSubjectChoices(subjects)
  const given = values ?? NEW_RULE
  const field = (name: string) => fieldOf('rule', answer, given, name)
  const tick = (name: 'needsTheory' | 'needsPractical' | 'needsExam') => <CheckboxField key={name} field={field(name)} label={r(name)} />
  const count = (name: 'supervisedSessions' | 'validMonths' | 'idleDays' | 'warnDays', min: number, max: number, hint?: string) => (
    <InputField field={field(name)} label={r(name)} hint={hint} type="number" min={min} max={max} required={false} />
  )
  const replaces = field('replaces').initialValue
  return (
    <Page
      title={r('title')}
      lead={r('lead')}
      breadcrumbs={<Breadcrumbs items={[{ to: paths.manageTraining(), label: t('manage.title') }]} />}
      action={<HelpLink topic="training" />}
    >
      <TrainingTabs />
      <Section title={r('list')}>
        {answer?.form === 'end' ? <ProblemNotices problems={answer.reply?.problems ?? []} /> : null}
        {rules.length === 0 ? <p className="text-muted">{r('none')}</p> : <RuleTable rows={rules} />}
      </Section>
      <div id="set">
        <Section title={values ? r('editTitle') : r('add')} action={values ? <LinkButton size="small" tone="quiet" to={paths.manageTrainingRules()}>{r('addInstead')}</LinkButton> : null}>
          <div className="max-w-form" key={typeof replaces === 'string' ? replaces : 'new'}>
            <PreviewForm name="rule" answer={answer} labels="training.ruleForm" kind="some_rights">
              {typeof replaces === 'string' && replaces !== '' ? <input type="hidden" name="replaces" value={replaces} /> : null}
              <SelectField field={field('subject')} label={r('subject')} hint={r('subjectHint')} placeholder={form('choose')} choices={choices} required />
              <SelectField
                field={field('kindId')} label={r('kindId')} hint={r('kindHint')} placeholder={r('anyKind')} required={false}
                choices={subjects.kinds.map((kind) => ({ value: kind.id, label: bilingual({ zh: kind.zh, en: kind.en }, locale).text }))}
              />
              <div className="grid gap-4 sm:grid-cols-2">
                <SelectField field={field('mode')} label={t('qualifications.mode')} choices={RESOURCE_MODES.map((mode) => ({ value: mode, label: modes(mode) }))} required />
                <SelectField field={field('band')} label={t('qualifications.band')} choices={TIME_BANDS.map((band) => ({ value: band, label: t(`band.${band}`) }))} required />
              </div>
              <fieldset className="grid gap-2">
                <legend className="mb-1 font-medium">{r('steps')}</legend>
                {tick('needsTheory')}
                {tick('needsPractical')}
                {tick('needsExam')}
                {count('supervisedSessions', 0, 50)}
              </fieldset>
              <SelectField field={field('grantedBy')} label={r('grantedBy')} choices={GRANTERS.map((each) => ({ value: each, label: r(`granter.${each}`) }))} required />
              <div className="grid gap-4 sm:grid-cols-3">
                {count('validMonths', 1, 120, r('noneHint'))}
                {count('idleDays', 1, 3650, r('noneHint'))}
                {count('warnDays', 1, 365)}
              </div>
            </PreviewForm>
          </div>
        </Section>
      </div>
    </Page>
  )
}
