import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { requireActor, requireViewer } from '~/features/auth/require.server'
import { answerCommand } from '~/features/people/training/answer.server'
import { CommandErrors, fieldsOf, usePersonName } from '~/features/people/training/components/reply-parts'
import { closeIncident } from '~/features/usage/incidents/close.server'
import { Severity, usePlaceName } from '~/features/usage/incidents/components/severity'
import { SuspendPeople } from '~/features/usage/incidents/components/suspend-people'
import { incidentPage } from '~/features/usage/incidents/queries.server'
import { closeForm, suspendForm } from '~/features/usage/incidents/schema'
import { suspendAfterIncident } from '~/features/usage/incidents/suspend.server'
import { formatDateTime } from '~/i18n/format'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { forbidden, notFound, queryText, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { ButtonRow, LinkButton, SubmitButton } from '~/ui/button'
import { DataList } from '~/ui/data-list'
import { TextareaField } from '~/ui/form-field'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

const readPerson = (request: Request) => queryText(new URL(request.url).searchParams, 'person', 254).replace(/\p{Surrogate}/gu, '')

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date()
  const { actor, locale } = await requireViewer(request)
  const person = readPerson(request)
  const incident = await incidentPage(actor, params.id ?? '', person, now)
  if (incident === null) throw notFound()
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('usageIncidents.title') }), now, incident, person }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const now = new Date()
  const actor = await requireActor(request)
  const id = params.id ?? ''
  const incident = await incidentPage(actor, id, '', now)
  if (incident === null) throw notFound()
  if (!incident.keeps) throw forbidden()
  const isSuspending = new URL(request.url).searchParams.get('form') === 'suspend'
  const answer = isSuspending
    ? await answerCommand(request, suspendForm, (input) => suspendAfterIncident(actor, id, input, now))
    : await answerCommand(request, closeForm, (input) => closeIncident(actor, id, input, now))
  if (!answer.ok) return data({ form: isSuspending ? ('suspend' as const) : ('close' as const), reply: answer.reply, problems: answer.problems }, { status: 422 })
  return redirectWithNotice(paths.incident(id), { tone: 'ok', key: isSuspending ? 'usageIncidents.suspend.done' : 'usageIncidents.close.done' })
}

export default function Incident() {
  const { incident, now, person } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? null
  const t = useTranslations('usageIncidents')
  const d = useTranslations('usageIncidents.detail')
  const c = useTranslations('usageIncidents.close')
  const s = useTranslations('usageIncidents.stop')
  const locale = useLocale()
  const name = usePersonName()
  const place = usePlaceName()(incident)
  const at = (instant: Date) => formatDateTime(instant, { locale, timeZone: incident.timeZone, now })
  const { stop, keeps, resource, room } = incident
  const closing = answer?.form === 'close' ? answer : null
  const reason = s('reason', { what: incident.what }).slice(0, 300)
  return (
    <Page
      title={d('title', { severity: t(`severity.${incident.severity}`), place })}
      lead={<span className="flex flex-wrap items-center gap-3"><Severity severity={incident.severity} />{t(incident.closedAt ? 'state.closed' : 'state.open')}</span>}
      breadcrumbs={<Breadcrumbs items={[{ to: paths.incidents(), label: t('title') }]} />}
    >
      <DataList
        items={[
          { label: d('at'), value: at(incident.at) },
          { label: d('place'), value: resource ? <><Link to={paths.resource(resource.id)} className="underline decoration-line underline-offset-4">{place}</Link>{resource.isIllustrative ? <span className="text-sm text-muted"> ({d('illustrative')})</span> : null}</> : place },
          { label: d('room'), value: resource && room ? roomName(room, locale) : null },
          { label: d('what'), value: <span className="whitespace-pre-wrap">{incident.what}</span> },
          { label: d('measures'), value: incident.measures ? <span className="whitespace-pre-wrap">{incident.measures}</span> : null },
          { label: d('reportedBy'), value: incident.reportedBy ? `${name(incident.reportedBy)} · ${at(incident.reportedAt)}` : at(incident.reportedAt) },
          { label: d('use'), value: keeps && incident.recordId ? <Link to={paths.use(incident.recordId)} className="underline decoration-line underline-offset-4">{d('useOpen')}</Link> : null },
          { label: d('closedBy'), value: incident.closedBy && incident.closedAt ? `${name(incident.closedBy)} · ${at(incident.closedAt)}` : null },
          { label: d('photo'), value: incident.photoId ? <img src={paths.incidentPhoto(incident.id)} alt={d('photoAlt')} className="max-h-80 max-w-full border border-line" loading="lazy" /> : null },
        ]}
      />
      {keeps ? (
        <>
          <Section title={s('title')}>
            <p className="text-muted">{s('lead')}</p>
            {stop.resourceId || stop.roomId ? (
              <ButtonRow>
                {stop.resourceId ? <LinkButton tone="danger" to={paths.stopResource(stop.resourceId, { reason })}>{s('resource')}</LinkButton> : null}
                {stop.roomId ? <LinkButton tone="danger" to={paths.stopRoom(stop.roomId, { reason })}>{s('room')}</LinkButton> : null}
              </ButtonRow>
            ) : <p>{s('none')}</p>}
          </Section>
          <SuspendPeople incident={incident} person={person} answer={answer?.form === 'suspend' ? answer : null} />
          {incident.closedAt ? null : (
            <Section title={c('title')}>
              <Form method="post" action={`${paths.incident(incident.id)}?index`} className="grid max-w-form gap-4">
                <p className="text-muted">{c('lead')}</p>
                <CommandErrors answer={closing} labels={{ measures: c('measures') }} />
                <input type="hidden" name="version" value={incident.version} />
                <TextareaField field={fieldsOf(closing)('measures', incident.measures)} label={c('measures')} rows={3} maxLength={4000} required />
                <div><SubmitButton>{c('button')}</SubmitButton></div>
              </Form>
            </Section>
          )}
        </>
      ) : null}
    </Page>
  )
}

const roomName = (room: { nameZh: string; nameEn: string }, locale: string) => (locale === 'en' ? room.nameEn : room.nameZh)
