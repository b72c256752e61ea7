import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { requireActor } from '~/features/auth/require.server'
import { answerListing, unseenFields } from '~/features/catalogue/answer.server'
import { roomFormChoices } from '~/features/catalogue/choices.server'
import { stoppableRoom } from '~/features/bookings/outages/queries.server'
import { ChangeHistory } from '~/features/catalogue/components/change-history'
import { EntryErrors, EntryFields } from '~/features/catalogue/components/entry-fields'
import { EntryProblems } from '~/features/catalogue/components/entry-problems'
import { formValues } from '~/features/catalogue/form-values'
import { listChanges } from '~/features/catalogue/history.server'
import { retireForm } from '~/features/catalogue/labs/schema'
import { versionForm } from '~/features/catalogue/resources/schema'
import { RoomFields } from '~/features/catalogue/rooms/components/room-form'
import { keptRoom } from '~/features/catalogue/rooms/queries.server'
import { changeRoomStatus } from '~/features/catalogue/rooms/retire.server'
import { saveRoom } from '~/features/catalogue/rooms/save.server'
import { roomSchema } from '~/features/catalogue/rooms/schema'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Status } from '~/ui/badge'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { ButtonRow, LinkButton, SubmitButton } from '~/ui/button'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request)
  const room = await keptRoom(actor, params.id ?? '')
  if (room === null) throw notFound()
  const t = createTranslator(localeOfRequest(request))
  const { id, version, isRetired, values } = room
  const [choices, history, stoppable] = await Promise.all([roomFormChoices(actor), listChanges('room', id, null), stoppableRoom(actor, id)])
  const name = [values.buildingZh ?? values.buildingEn, values.number].filter(Boolean).join(' ')
  return { pageTitle: t('common.pageTitle', { title: name }), now: new Date(), id, version, isRetired, name, values: formValues(values), choices, history, mayStop: stoppable !== null }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const id = params.id ?? ''
  const room = await keptRoom(actor, id)
  if (room === null) throw notFound()
  if (new URL(request.url).searchParams.get('do') === 'status') {
    const answer = await answerListing(request, retireForm, async ({ version, to }) => {
      const outcome = await changeRoomStatus(actor, id, version, to, new Date())
      return outcome.ok ? { ok: true, value: to } : outcome
    })
    if (!answer.ok) return data({ form: 'status' as const, reply: answer.reply, version: room.version }, { status: 422 })
    return redirectWithNotice(paths.manageRoom(id), { tone: 'ok', key: `listing.lab.${answer.value === 'retired' ? 'retired' : 'restored'}` })
  }
  const own = await unseenFields(request, versionForm)
  const { version } = own
  const answer = await answerListing(request, roomSchema, (input) => saveRoom(actor, { id, version }, input), () => keptRoom(actor, id))
  if (!answer.ok) return data({ form: 'details' as const, reply: answer.reply, version: answer.reply.conflict?.version ?? version }, { status: 422 })
  return redirectWithNotice(paths.manageRoom(id), { tone: 'ok', key: 'listing.resource.saved' })
}

export default function EditRoom() {
  const { id, name, values, version, choices, isRetired, history, mayStop, now } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('listing')
  const outages = useTranslations('outages')
  const roster = useTranslations('usageRoster')
  const reply = answer?.form === 'details' ? answer.reply : null
  const statusReply = answer?.form === 'status' ? answer.reply : null
  const move = isRetired ? 'restore' : 'retire'
  return (
    <Page
      title={name}
      action={<ButtonRow><LinkButton to={paths.roster('room', id)}>{roster('title')}</LinkButton>{mayStop ? <LinkButton tone="danger" to={paths.stopRoom(id)}>{outages('room')}</LinkButton> : null}</ButtonRow>}
      lead={isRetired ? <Status tone="muted">{t('status.retired')}</Status> : null}
      breadcrumbs={<Breadcrumbs items={[{ to: paths.manageRooms(), label: t('rooms.title') }]} />}
    >
      <div className="grid max-w-4xl gap-8">
        <EntryErrors reply={statusReply} />
        <EntryProblems reply={statusReply} />
        <Form method="post" action={paths.manageRoom(id)} className="grid gap-8">
          <EntryFields values={values} reply={reply}>
            <EntryErrors reply={reply} />
            <EntryProblems reply={reply} />
            <input type="hidden" name="version" value={answer?.version ?? version} />
            <RoomFields choices={choices} />
            <ButtonRow>
              <SubmitButton>{t('resource.save')}</SubmitButton>
            </ButtonRow>
          </EntryFields>
        </Form>
        <Form method="post" action={`${paths.manageRoom(id)}?do=status`}>
          <input type="hidden" name="version" value={version} />
          <SubmitButton name="to" value={isRetired ? 'active' : 'retired'} tone={isRetired ? 'primary' : 'danger'}>
            {t(`resource.${move}`)}
          </SubmitButton>
        </Form>
        <Section title={t('history.title')}>
          <ChangeHistory history={history} now={now} />
        </Section>
      </div>
    </Page>
  )
}
