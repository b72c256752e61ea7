import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { can } from '~/domain/access/permission'
import { noteReads } from '~/features/audit/note-reads.server'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { RefusedTable } from '~/features/bookings/previews/components/loss-notice'
import { refusedIn } from '~/features/bookings/previews/rights.server'
import { managedScope } from '~/features/catalogue/managed.server'
import { reassessRoom } from '~/features/catalogue/rooms/reassess.server'
import { reassessForm } from '~/features/catalogue/rooms/schema'
import { judgeCertificate } from '~/features/people/admission/certificates.server'
import { AdmissionTabs } from '~/features/people/admission/components/admission-tabs'
import { useAdmissionName } from '~/features/people/admission/components/held-lists'
import { RoomsDue } from '~/features/people/admission/components/rooms-due'
import { certificatesToVerify, endingSoon, roomsDue } from '~/features/people/admission/queries.server'
import { verifyForm } from '~/features/people/admission/schema'
import { LastDay } from '~/features/people/qualifications/components/qualification-list'
import { answerCommand, type CommandReply } from '~/features/people/training/answer.server'
import { CommandErrors, usePersonName } from '~/features/people/training/components/reply-parts'
import { formatPlainDate } from '~/i18n/format'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { badRequest, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { SubmitButton } from '~/ui/button'
import { InputField } from '~/ui/form-field'
import { HelpLink } from '~/ui/help-link'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

export async function loader({ request }: LoaderFunctionArgs) {
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'manage:admission')
  const now = new Date()
  const t = createTranslator(localeOfRequest(request, locale))
  const [certificates, rooms, ending, due] = await Promise.all([
    certificatesToVerify(actor, now), roomsDue(actor, now), endingSoon(actor, now), refusedIn(managedScope(actor, 'manage:admission'), now),
  ])
  await noteReads(actor, [...certificates.map((each) => each.person.id), ...due.map((each) => each.attendeeId)], 'people', now)
  return {
    pageTitle: t('common.pageTitle', { title: t('training.admission.title') }), now, certificates, rooms, ending, due,
    seesHeld: can(actor, 'grant:admission'),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'manage:admission')
  const now = new Date()
  const form = new URL(request.url).searchParams.get('form')
  if (form !== 'verify' && form !== 'room') throw badRequest()
  const answer: { ok: true } | ({ ok: false } & CommandReply) =
    form === 'verify'
      ? await answerCommand(request, verifyForm, (input) => judgeCertificate(actor, input, now))
      : await answerCommand(request, reassessForm, (input) => reassessRoom(actor, input, now))
  if (!answer.ok) return data({ form, reply: answer.reply, problems: answer.problems }, { status: 422 })
  return redirectWithNotice(paths.manageAdmission(), { tone: 'ok', key: `training.notice.${form === 'verify' ? 'certificateJudged' : 'roomReassessed'}` })
}

const link = 'underline decoration-line underline-offset-4 hover:decoration-current'

/** What waits for a safety officer: certificates, people, rooms, and what ends soon. */
export default function ManageAdmission() {
  const { certificates, rooms, ending, due, seesHeld, now } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('training')
  const a = useTranslations('training.admission')
  const locale = useLocale()
  const personName = usePersonName()
  const admissionName = useAdmissionName()
  const of = (form: 'verify' | 'room') => (answer?.form === form ? answer : null)
  const held = (kind: 'admission' | 'certificate', id: string, name: string) => (seesHeld ? <Link to={paths.heldAdmission(kind, id)} className={link}>{name}</Link> : name)
  return (
    <Page title={a('title')} lead={a('lead')} action={<HelpLink topic="admission" />}>
      <AdmissionTabs />
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
      <Section title={t('loss.refused')}>
        <RefusedTable rows={due} now={now} />
      </Section>
      <Section title={a('rooms')}>
        <RoomsDue rooms={rooms} answer={of('room')} now={now} />
      </Section>
      <Section title={a('expiring')}>
        {ending.admissions.length + ending.certificates.length === 0 ? <p className="text-muted">{a('noExpiring')}</p> : null}
        <ul className="grid gap-1">
          {ending.admissions.map((row) => (
            <li key={row.id}>{held('admission', row.id, personName(row.person))} · {admissionName(row)} · <LastDay endsAt={row.validUntil} now={now} /></li>
          ))}
          {ending.certificates.map((row) => (
            <li key={row.id}>{held('certificate', row.id, personName(row.person))} · {t(`certificate.${row.kind}`)} · {formatPlainDate(row.lastDay, locale, now)}</li>
          ))}
        </ul>
      </Section>
    </Page>
  )
}
