import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import type { Outcome } from '~/domain/problem'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { judgeCertificate } from '~/features/people/admission/certificates.server'
import { useAdmissionName } from '~/features/people/admission/components/held-lists'
import { RuleSection } from '~/features/people/admission/components/rule-section'
import { admitToLab } from '~/features/people/admission/grant.server'
import { admissionPlaces, admissionRules, certificatesToVerify, endingSoon, roomsDue } from '~/features/people/admission/queries.server'
import { addAdmissionRule, endAdmissionRule } from '~/features/people/admission/rules.server'
import { admissionRuleForm, admitForm, endRowForm, verifyForm } from '~/features/people/admission/schema'
import { LastDay } from '~/features/people/qualifications/components/qualification-list'
import { answerCommand } from '~/features/people/training/answer.server'
import { CommandErrors, fieldsOf, usePersonName } from '~/features/people/training/components/reply-parts'
import { bilingual } from '~/i18n/bilingual'
import { formatPlainDate } from '~/i18n/format'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { badRequest, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Status } from '~/ui/badge'
import { ButtonRow, SubmitButton } from '~/ui/button'
import { InputField, SelectField } from '~/ui/form-field'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

export async function loader({ request }: LoaderFunctionArgs) {
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'manage:admission')
  const now = new Date()
  const t = createTranslator(localeOfRequest(request, locale))
  const [certificates, rooms, ending, rules, places] = await Promise.all([
    certificatesToVerify(actor, now), roomsDue(actor, now), endingSoon(actor, now), admissionRules(actor), admissionPlaces(actor),
  ])
  return { pageTitle: t('common.pageTitle', { title: t('training.admission.title') }), now, certificates, rooms, ending, rules, places }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

const NOTICES = { verify: 'certificateJudged', admit: 'admitted', rule: 'ruleSet', end: 'ruleEnded' } as const
type FormName = keyof typeof NOTICES

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'manage:admission')
  const now = new Date()
  const form = new URL(request.url).searchParams.get('form') as FormName | null
  if (form === null || !(form in NOTICES)) throw badRequest()
  const run: Record<FormName, () => ReturnType<typeof answerCommand>> = {
    verify: () => answerCommand(request, verifyForm, (input): Promise<Outcome<unknown>> => judgeCertificate(actor, input, now)),
    admit: () => answerCommand(request, admitForm, (input): Promise<Outcome<unknown>> => admitToLab(actor, input, now)),
    rule: () => answerCommand(request, admissionRuleForm, (input): Promise<Outcome<unknown>> => addAdmissionRule(actor, input, now)),
    end: () => answerCommand(request, endRowForm, (input): Promise<Outcome<unknown>> => endAdmissionRule(actor, input, now)),
  }
  const answer = await run[form]()
  if (!answer.ok) return data({ form, reply: answer.reply, problems: answer.problems }, { status: 422 })
  return redirectWithNotice(paths.manageAdmission(), { tone: 'ok', key: `training.notice.${NOTICES[form]}` })
}

export default function ManageAdmission() {
  const { certificates, rooms, ending, rules, places, now } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('training')
  const a = useTranslations('training.admission')
  const q = useTranslations('training.qualifications')
  const locale = useLocale()
  const personName = usePersonName()
  const admissionName = useAdmissionName()
  const of = (form: FormName) => (answer?.form === form ? answer : null)
  const admit = fieldsOf(of('admit'))
  const labs = places.labs.map((lab) => ({ value: lab.id, label: bilingual({ zh: lab.nameZh, en: lab.nameEn }, locale).text }))
  return (
    <Page title={a('title')} lead={a('lead')}>
      <Section title={a('certificates')}>
        <CommandErrors answer={of('verify')} labels={{ reason: a('reason') }} />
        {certificates.length === 0 ? <p className="text-muted">{a('noCertificates')}</p> : null}
        <ul className="grid gap-4">
          {certificates.map((row) => {
            const name = personName(row.person)
            return (
              <li key={row.id} className="grid gap-2 border-l-2 border-line pl-4">
                <p>
                  {name} · {t(`certificate.${row.kind}`)} · {row.number} · {t('until', { day: formatPlainDate(row.lastDay, locale, now) })}{' '}
                  {row.fileId ? <a href={paths.certificateFile(row.id)} className="text-accent underline underline-offset-4">{a('file')}</a> : null}
                </p>
                <Form method="post" action={paths.manageAdmission({ form: 'verify' })} className="flex flex-wrap items-end gap-3">
                  <input type="hidden" name="id" value={row.id} />
                  <input type="hidden" name="version" value={row.version} />
                  <SubmitButton name="decision" value="verify" aria-label={a('verifyNamed', { name })}>{a('verify')}</SubmitButton>
                  <InputField field={{ id: `reason-${row.id}`, name: 'reason' }} label={a('reason')} maxLength={500} autoComplete="off" required={false} />
                  <SubmitButton tone="danger" name="decision" value="refuse" aria-label={a('refuseNamed', { name })}>{a('refuse')}</SubmitButton>
                </Form>
              </li>
            )
          })}
        </ul>
      </Section>
      <Section title={a('rooms')}>
        {rooms.length === 0 ? <p className="text-muted">{a('noRooms')}</p> : null}
        <ul className="grid gap-1">
          {rooms.map((room) => (
            <li key={room.id} className="flex flex-wrap gap-x-3">
              {[bilingual({ zh: room.buildingZh, en: room.buildingEn }, locale).text, room.number].filter(Boolean).join(' ')}
              <span className="tabular-nums text-muted">{formatPlainDate(room.day, locale, now)}</span>
              {room.isOverdue ? <Status tone="refused">{a('overdue')}</Status> : null}
            </li>
          ))}
        </ul>
      </Section>
      <Section title={a('expiring')}>
        {ending.admissions.length + ending.certificates.length === 0 ? <p className="text-muted">{a('noExpiring')}</p> : null}
        <ul className="grid gap-1">
          {ending.admissions.map((row) => (
            <li key={row.id}>{personName(row.person)} · {admissionName(row)} · <LastDay endsAt={row.validUntil} now={now} /></li>
          ))}
          {ending.certificates.map((row) => (
            <li key={row.id}>{personName(row.person)} · {t(`certificate.${row.kind}`)} · {formatPlainDate(row.lastDay, locale, now)}</li>
          ))}
        </ul>
      </Section>
      <Section title={a('admit')}>
        <Form method="post" action={paths.manageAdmission({ form: 'admit' })} className="grid max-w-form gap-4">
          <CommandErrors answer={of('admit')} labels={{ email: q('email'), labId: a('lab'), lastDay: q('lastDay') }} />
          <InputField field={admit('email')} label={q('email')} type="email" autoComplete="off" required />
          <SelectField field={admit('labId')} label={a('lab')} placeholder="" choices={labs} required />
          <InputField field={admit('lastDay')} label={q('lastDay')} type="date" required={false} />
          <ButtonRow><SubmitButton>{a('admitButton')}</SubmitButton></ButtonRow>
        </Form>
      </Section>
      <RuleSection rules={rules} places={places} answer={of('rule') ?? of('end')} />
    </Page>
  )
}
