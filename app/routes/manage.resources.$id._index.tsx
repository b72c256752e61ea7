import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { requireActor } from '~/features/auth/require.server'
import { answerListing, unseenFields } from '~/features/catalogue/answer.server'
import { resourceChoices } from '~/features/catalogue/choices.server'
import { EntryErrors, EntryFields } from '~/features/catalogue/components/entry-fields'
import { EntryProblems } from '~/features/catalogue/components/entry-problems'
import { formValues } from '~/features/catalogue/form-values'
import { ResourceFields } from '~/features/catalogue/resources/components/resource-form'
import { keptResource } from '~/features/catalogue/resources/queries.server'
import { resourceSchema, versionForm } from '~/features/catalogue/resources/schema'
import { updateResource } from '~/features/catalogue/resources/update.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { ButtonRow, SubmitButton } from '~/ui/button'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request)
  const resource = await keptResource(actor, params.id ?? '')
  if (resource === null) throw notFound()
  const t = createTranslator(localeOfRequest(request))
  return {
    pageTitle: t('common.pageTitle', { title: resource.values.nameZh }),
    version: resource.version,
    values: formValues(resource.values),
    choices: await resourceChoices(actor, { ...resource.values, id: resource.id }),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const id = params.id ?? ''
  if ((await keptResource(actor, id)) === null) throw notFound()
  const own = await unseenFields(request, versionForm)
  const answer = await answerListing(
    request,
    resourceSchema,
    (input) => updateResource(actor, id, own.version, input, new Date()),
    async () => {
      const latest = await keptResource(actor, id)
      // The owner follows from the lab where the form does not ask.
      return latest && { version: latest.version, values: { ...latest.values, universityId: null } }
    },
  )
  if (!answer.ok) return data({ reply: answer.reply, version: answer.reply.conflict?.version ?? own.version }, { status: 422 })
  const key = answer.value.changed.length === 0 ? 'listing.resource.unchanged' : 'listing.resource.saved'
  return redirectWithNotice(paths.manageResource(id), { tone: 'ok', key })
}

export default function EditResource() {
  const { values, version, choices } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('listing.resource')
  const reply = answer?.reply ?? null
  return (
    <Form method="post" className="grid max-w-4xl gap-8">
      <EntryFields values={values} reply={reply}>
        <EntryErrors reply={reply} />
        <EntryProblems reply={reply} />
        <input type="hidden" name="version" value={answer?.version ?? version} />
        <ResourceFields choices={choices} />
        <ButtonRow>
          <SubmitButton>{t('save')}</SubmitButton>
        </ButtonRow>
      </EntryFields>
    </Form>
  )
}
