import { randomUUID } from 'node:crypto'
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { answerListing, unseenFields } from '~/features/catalogue/answer.server'
import { roomFormChoices } from '~/features/catalogue/choices.server'
import { EntryErrors, EntryFields } from '~/features/catalogue/components/entry-fields'
import { formValues } from '~/features/catalogue/form-values'
import { keyForm } from '~/features/catalogue/labs/schema'
import { RoomFields } from '~/features/catalogue/rooms/components/room-form'
import { saveRoom } from '~/features/catalogue/rooms/save.server'
import { roomSchema } from '~/features/catalogue/rooms/schema'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { ButtonRow, SubmitButton } from '~/ui/button'
import { Page } from '~/ui/page'

export async function loader({ request }: LoaderFunctionArgs) {
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'update:room')
  const t = createTranslator(localeOfRequest(request, locale))
  const choices = await roomFormChoices(actor)
  const only = <T,>(list: readonly T[]) => (list.length === 1 ? list[0] : undefined)
  return {
    pageTitle: t('common.pageTitle', { title: t('listing.room.newTitle') }),
    key: randomUUID(),
    choices,
    values: formValues({ campusId: only(choices.campuses)?.value ?? null, labId: only(choices.labs)?.value ?? null }),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'update:room')
  const own = await unseenFields(request, keyForm)
  const answer = await answerListing(request, roomSchema, (input) => saveRoom(actor, own, input))
  if (!answer.ok) return data({ reply: answer.reply, key: own.key }, { status: 422 })
  return redirectWithNotice(paths.manageRoom(answer.value.id), { tone: 'ok', key: 'listing.room.created' })
}

export default function NewRoom() {
  const { key, choices, values } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('listing')
  const reply = answer?.reply ?? null
  return (
    <Page title={t('room.newTitle')} breadcrumbs={<Breadcrumbs items={[{ to: paths.manageRooms(), label: t('rooms.title') }]} />}>
      <Form method="post" className="grid max-w-4xl gap-8">
        <EntryFields values={values} reply={reply}>
          <EntryErrors reply={reply} />
          <input type="hidden" name="key" value={answer?.key ?? key} />
          <RoomFields choices={choices} />
          <ButtonRow>
            <SubmitButton>{t('room.create')}</SubmitButton>
          </ButtonRow>
        </EntryFields>
      </Form>
    </Page>
  )
}
