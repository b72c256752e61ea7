import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { can } from '~/domain/access/permission'
import type { Outcome } from '~/domain/problem'
import { requireActor, requireViewer } from '~/features/auth/require.server'
import { ProblemNotices } from '~/features/catalogue/components/entry-problems'
import { HeldAdmissions, HeldCertificates } from '~/features/people/admission/components/held-lists'
import { admissionsOf, certificatesOf } from '~/features/people/admission/queries.server'
import { HeldQualifications } from '~/features/people/qualifications/components/qualification-list'
import { qualificationsOf } from '~/features/people/qualifications/queries.server'
import { answerCommand } from '~/features/people/training/answer.server'
import { askForTraining, withdrawWish } from '~/features/people/training/ask.server'
import { bookSeat } from '~/features/bookings/trainings/book-seat.server'
import { cancelSeat } from '~/features/bookings/trainings/cancel-seat.server'
import { SessionTable } from '~/features/people/training/components/session-table'
import { myWishes, offeredSessions } from '~/features/people/training/queries.server'
import { askForm, seatForm, wishForm } from '~/features/people/training/schema'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { badRequest, redirectWithNotice, safeRedirect } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Bilingual } from '~/ui/bilingual'
import { LinkButton, SubmitButton } from '~/ui/button'
import { HelpLink } from '~/ui/help-link'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'
import { Table } from '~/ui/table'

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date()
  const { locale, actor } = await requireViewer(request)
  const t = createTranslator(localeOfRequest(request, locale))
  const [qualifications, admissions, certificates, sessions, wishes] = await Promise.all([
    qualificationsOf(actor.personId, now),
    admissionsOf(actor.personId),
    certificatesOf(actor.personId),
    offeredSessions(null, actor.personId, now),
    myWishes(actor.personId),
  ])
  return { pageTitle: t('common.pageTitle', { title: t('training.title') }), now, qualifications, admissions, certificates, sessions, wishes, trains: can(actor, 'train:person') }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

const NOTICES = { seat: 'seatBooked', leave: 'seatGivenBack', ask: 'asked', withdraw: 'withdrawn' } as const
type FormName = keyof typeof NOTICES

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const now = new Date()
  const form = new URL(request.url).searchParams.get('form') as FormName | null
  if (form === null || !(form in NOTICES)) throw badRequest()
  const run: Record<FormName, () => ReturnType<typeof answerCommand>> = {
    seat: () => answerCommand(request, seatForm, (input): Promise<Outcome<unknown>> => bookSeat(actor, input.sessionId, now)),
    leave: () => answerCommand(request, seatForm, (input): Promise<Outcome<unknown>> => cancelSeat(actor, input.sessionId, now)),
    ask: () => answerCommand(request, askForm, (input): Promise<Outcome<unknown>> => askForTraining(actor, input, now)),
    withdraw: () => answerCommand(request, wishForm, (input): Promise<Outcome<unknown>> => withdrawWish(actor, input.wishId, now)),
  }
  const answer = await run[form]()
  if (!answer.ok) {
    // These forms are buttons: what is wrong with a field of theirs nobody typed.
    if (answer.problems.length === 0) throw badRequest()
    return data({ problems: answer.problems }, { status: 422 })
  }
  const to = (answer.input as { to?: string }).to
  return redirectWithNotice(safeRedirect(to, paths.training()), { tone: 'ok', key: `training.notice.${NOTICES[form]}` })
}

export default function Training() {
  const { qualifications, admissions, certificates, sessions, wishes, trains, now } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('training')
  return (
    <Page title={t('title')} lead={t('mine.lead')} action={<span className="flex flex-wrap items-center gap-4">{trains ? <LinkButton size="small" to={paths.manageTraining()}>{t('mine.manage')}</LinkButton> : null}<HelpLink topic="training" /></span>}>
      <ProblemNotices problems={answer?.problems ?? []} />
      <Section title={t('mine.sessions')}>
        {sessions.length === 0 ? <p className="text-muted">{t('mine.noSessions')}</p> : <SessionTable caption={t('mine.sessions')} sessions={sessions} now={now} action={(form) => paths.training({ form })} />}
      </Section>
      <Section title={t('mine.wishes')}>
        {wishes.length === 0 ? (
          <p className="text-muted">{t('mine.noWishes')}</p>
        ) : (
          <Table
            caption={t('mine.wishes')}
            isCaptionHidden
            rows={wishes}
            rowKey={(row) => row.id}
            columns={[
              {
                key: 'resource', label: t('column.resource'), isRowHeader: true,
                cell: ({ resource }) => (
                  <Link to={paths.resource(resource.id)} className="underline decoration-line underline-offset-4"><Bilingual value={{ zh: resource.nameZh, en: resource.nameEn }} /></Link>
                ),
              },
              {
                key: 'action', label: t('column.action'),
                cell: (row) => (
                  <Form method="post" action={paths.training({ form: 'withdraw' })}>
                    <SubmitButton tone="secondary" size="small" name="wishId" value={row.id} aria-label={t('mine.withdrawNamed', { name: row.resource.nameZh })}>{t('mine.withdraw')}</SubmitButton>
                  </Form>
                ),
              },
            ]}
          />
        )}
      </Section>
      <Section title={t('mine.qualifications')}>
        {qualifications.length === 0 ? <p className="text-muted">{t('mine.noQualifications')}</p> : <HeldQualifications rows={qualifications} now={now} />}
      </Section>
      <Section title={t('mine.admissions')} action={<LinkButton size="small" tone="quiet" to={paths.recognition()}>{t('mine.recognition')}</LinkButton>}>
        {admissions.length === 0 ? <p className="text-muted">{t('mine.noAdmissions')}</p> : <HeldAdmissions rows={admissions} now={now} />}
      </Section>
      <Section title={t('mine.certificates')} action={<LinkButton size="small" to={paths.certificates()}>{t('mine.addCertificate')}</LinkButton>}>
        {certificates.length === 0 ? <p className="text-muted">{t('mine.noCertificates')}</p> : <HeldCertificates rows={certificates} now={now} />}
      </Section>
    </Page>
  )
}
