import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { minutesOfDay, plainDateOf } from '~/domain/time/zone'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { cancelSession } from '~/features/bookings/trainings/cancel.server'
import { moveSession } from '~/features/bookings/trainings/move.server'
import { answerCommand } from '~/features/people/training/answer.server'
import { markAttendance } from '~/features/people/training/attend.server'
import { CommandErrors, fieldsOf, usePersonName } from '~/features/people/training/components/reply-parts'
import { SessionWhen, SessionWhere, useSessionTitle } from '~/features/people/training/components/session-table'
import { managedSession } from '~/features/people/training/queries.server'
import { attendanceForm, cancelSessionForm, moveSessionForm } from '~/features/people/training/schema'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Status } from '~/ui/badge'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { SubmitButton } from '~/ui/button'
import { Checkbox } from '~/ui/choice'
import { InputField } from '~/ui/form-field'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'train:person')
  const found = await managedSession(actor, params.id ?? '', new Date())
  if (found === null) throw notFound()
  const t = createTranslator(localeOfRequest(request, locale))
  const now = new Date()
  const hasBegun = found.session.startsAt <= now
  return { pageTitle: t('common.pageTitle', { title: t('training.manage.title') }), now, hasBegun, ...found }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'train:person')
  const found = await managedSession(actor, params.id ?? '', new Date())
  if (found === null) throw notFound()
  const { id, titleZh } = found.session
  const now = new Date()
  const form = new URL(request.url).searchParams.get('form')
  if (form === 'move') {
    const answer = await answerCommand(request, moveSessionForm, (input) => moveSession(actor, id, input, now))
    if (!answer.ok) return data(answer, { status: 422 })
    return redirectWithNotice(paths.manageTrainingSession(id), { tone: 'ok', key: 'training.notice.moved', values: { count: answer.value.lost } })
  }
  if (form === 'cancel') {
    const answer = await answerCommand(request, cancelSessionForm, (input) => cancelSession(actor, id, input.version, titleZh, now))
    if (!answer.ok) return data(answer, { status: 422 })
    return redirectWithNotice(paths.manageTrainingSession(id), { tone: 'ok', key: 'training.notice.cancelled' })
  }
  const answer = await answerCommand(request, attendanceForm, (input) => markAttendance(actor, id, input, now))
  if (!answer.ok) return data(answer, { status: 422 })
  return redirectWithNotice(paths.manageTrainingSession(id), { tone: 'ok', key: 'training.notice.attended', values: { count: answer.value.granted } })
}

export default function ManageSession() {
  const { session, people, hasBegun, now } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const t = useTranslations('training')
  const title = useSessionTitle()(session)
  const personName = usePersonName()
  const field = fieldsOf(answer)
  const { timeZone } = session.campus
  const isOffered = session.status === 'offered'
  const seated = people.filter((each) => each.status !== 'cancelled')
  return (
    <Page
      title={title}
      lead={<><SessionWhen session={session} now={now} /> · <SessionWhere session={session} /></>}
      breadcrumbs={<Breadcrumbs items={[{ to: paths.manageTraining(), label: t('manage.title') }]} />}
    >
      <p className="flex flex-wrap gap-2">
        <Status tone={isOffered ? 'waiting' : session.status === 'held' ? 'ok' : 'muted'}>{t(`status.${session.status}`)}</Status>
        {session.bookingId ? <Status tone="neutral">{t('session.holdsMachine')}</Status> : null}
      </p>
      <CommandErrors answer={answer} labels={{ present: t('session.present'), day: t('manage.day'), from: t('manage.from'), to: t('manage.to') }} />
      <Section title={t('session.present')}>
        {seated.length === 0 ? (
          <p className="text-muted">{t('session.nobody')}</p>
        ) : isOffered && hasBegun ? (
          <Form method="post" action={paths.manageTrainingSession(session.id)} className="grid gap-3">
            <input type="hidden" name="version" value={session.version} />
            <p className="text-muted">{t('session.presentHint')}</p>
            <fieldset id="present">
              <legend className="sr-only">{t('session.present')}</legend>
              {seated.map(({ personId, person }) => (
                <Checkbox key={personId} name="present" value={personId} defaultChecked label={`${personName(person)} (${person.email})`} />
              ))}
            </fieldset>
            <div><SubmitButton>{t('session.save')}</SubmitButton></div>
          </Form>
        ) : (
          <>
            {isOffered ? <p className="text-muted">{t('session.later')}</p> : null}
            <ul className="grid gap-1">
              {seated.map(({ personId, person, status }) => (
                <li key={personId} className="flex flex-wrap gap-2">
                  {personName(person)} <Status tone={status === 'attended' ? 'ok' : status === 'absent' ? 'refused' : 'neutral'}>{t(`seat.${status}`)}</Status>
                </li>
              ))}
            </ul>
          </>
        )}
      </Section>
      {isOffered && !hasBegun && session.bookingId === null ? (
        <Section title={t('session.move')}>
          <Form method="post" action={paths.manageTrainingSession(session.id, { form: 'move' })} className="grid max-w-form gap-3">
            <input type="hidden" name="version" value={session.version} />
            <p className="text-muted">{t('session.moveHint')}</p>
            <div className="grid gap-4 sm:grid-cols-3">
              <InputField field={field('day', plainDateOf(session.startsAt, timeZone))} label={t('manage.day')} type="date" required />
              <InputField field={field('from', clockOf(session.startsAt, timeZone))} label={t('manage.from')} type="time" required />
              <InputField field={field('to', clockOf(session.endsAt, timeZone))} label={t('manage.to')} type="time" required />
            </div>
            <div><SubmitButton tone="secondary">{t('session.moveButton')}</SubmitButton></div>
          </Form>
        </Section>
      ) : null}
      {isOffered ? (
        <Section title={t('session.cancel')}>
          <Form method="post" action={paths.manageTrainingSession(session.id, { form: 'cancel' })}>
            <input type="hidden" name="version" value={session.version} />
            <SubmitButton tone="danger">{t('session.cancelButton')}</SubmitButton>
          </Form>
        </Section>
      ) : null}
    </Page>
  )
}

function clockOf(instant: Date, timeZone: string): string {
  const minutes = minutesOfDay(instant, timeZone)
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}
