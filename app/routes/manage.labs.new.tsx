import { randomUUID } from 'node:crypto'
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { answerListing, unseenFields } from '~/features/catalogue/answer.server'
import { labFormChoices } from '~/features/catalogue/choices.server'
import { EntryErrors, EntryFields } from '~/features/catalogue/components/entry-fields'
import { formValues } from '~/features/catalogue/form-values'
import { LabFields } from '~/features/catalogue/labs/components/lab-form'
import { createLab } from '~/features/catalogue/labs/create.server'
import { keyForm, labSchema } from '~/features/catalogue/labs/schema'
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
  const actor = await requirePermission(request, 'create:lab')
  const t = createTranslator(localeOfRequest(request, locale))
  const choices = await labFormChoices(actor)
  const host = choices.hosts.length === 1 ? choices.hosts[0]!.value : null
  return {
    pageTitle: t('common.pageTitle', { title: t('listing.lab.newTitle') }),
    key: randomUUID(),
    choices,
    values: formValues({ access: 'open', level: 'university_platform', hostUniversityId: host }),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'create:lab')
  const own = await unseenFields(request, keyForm)
  const answer = await answerListing(request, labSchema, (input) => createLab(actor, { key: own.key, input }, new Date()))
  if (!answer.ok) return data({ reply: answer.reply, key: own.key }, { status: 422 })
  return redirectWithNotice(paths.manageLab(answer.value.id), { tone: 'ok', key: 'listing.lab.created' })
}

export default function NewLab() {
  const { key, choices, values } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('listing')
  const reply = answer?.reply ?? null
  return (
    <Page
      title={t('lab.newTitle')}
      lead={t('lab.newLead')}
      breadcrumbs={<Breadcrumbs items={[{ to: paths.manageLabs(), label: t('labs.title') }]} />}
    >
      <Form method="post" className="grid max-w-4xl gap-8">
        <EntryFields values={values} reply={reply}>
          <EntryErrors reply={reply} />
          <input type="hidden" name="key" value={answer?.key ?? key} />
          <LabFields choices={choices} mayDecide />
          <ButtonRow>
            <SubmitButton>{t('lab.create')}</SubmitButton>
          </ButtonRow>
        </EntryFields>
      </Form>
    </Page>
  )
}
