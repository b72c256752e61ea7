import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { requireActor } from '~/features/auth/require.server'
import { answerListing, unseenFields } from '~/features/catalogue/answer.server'
import { labFormChoices } from '~/features/catalogue/choices.server'
import { EntryErrors, EntryFields } from '~/features/catalogue/components/entry-fields'
import { EntryProblems } from '~/features/catalogue/components/entry-problems'
import { formValues } from '~/features/catalogue/form-values'
import { LabFields } from '~/features/catalogue/labs/components/lab-form'
import { keptLab } from '~/features/catalogue/labs/queries.server'
import { changeLabStatus } from '~/features/catalogue/labs/retire.server'
import { labOwnSchema, labSchema, retireForm } from '~/features/catalogue/labs/schema'
import { updateLab } from '~/features/catalogue/labs/update.server'
import { versionForm } from '~/features/catalogue/resources/schema'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { ButtonRow, SubmitButton } from '~/ui/button'
import { Section } from '~/ui/section'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const actor = await requireActor(request)
  const lab = await keptLab(actor, params.id ?? '')
  if (lab === null) throw notFound()
  const t = createTranslator(localeOfRequest(request))
  const { id, version, isRetired, mayDecide, values } = lab
  return {
    pageTitle: t('common.pageTitle', { title: values.nameZh }),
    id, version, isRetired, mayDecide,
    values: formValues(values),
    choices: await labFormChoices(actor),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const id = params.id ?? ''
  const lab = await keptLab(actor, id)
  if (lab === null) throw notFound()
  if (new URL(request.url).searchParams.get('do') === 'status') {
    const answer = await answerListing(request, retireForm, async ({ version, to }) => {
      const outcome = await changeLabStatus(actor, id, version, to, new Date())
      return outcome.ok ? { ok: true, value: to } : outcome
    })
    if (!answer.ok) return data({ form: 'status' as const, reply: answer.reply, version: lab.version }, { status: 422 })
    return redirectWithNotice(paths.manageLab(id), { tone: 'ok', key: `listing.lab.${answer.value === 'retired' ? 'retired' : 'restored'}` })
  }
  const own = await unseenFields(request, versionForm)
  const { version } = own
  const answer = await answerListing(
    request,
    lab.mayDecide ? labSchema : labOwnSchema,
    (input) => updateLab(actor, id, version, input),
    () => keptLab(actor, id),
  )
  if (!answer.ok) return data({ form: 'details' as const, reply: answer.reply, version: answer.reply.conflict?.version ?? version }, { status: 422 })
  const key = answer.value.changed.length === 0 ? 'listing.resource.unchanged' : 'listing.resource.saved'
  return redirectWithNotice(paths.manageLab(id), { tone: 'ok', key })
}

export default function EditLab() {
  const { id, values, version, choices, mayDecide, isRetired } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('listing')
  const reply = answer?.form === 'details' ? answer.reply : null
  const statusReply = answer?.form === 'status' ? answer.reply : null
  return (
    <div className="grid max-w-4xl gap-10">
      <EntryProblems reply={statusReply} />
      <EntryErrors reply={statusReply} />
      <Form method="post" action={`${paths.manageLab(id)}?index`} className="grid gap-8">
        <EntryFields values={values} reply={reply}>
          <EntryErrors reply={reply} />
          <EntryProblems reply={reply} />
          <input type="hidden" name="version" value={answer?.version ?? version} />
          <LabFields choices={choices} mayDecide={mayDecide} />
          <ButtonRow>
            <SubmitButton>{t('resource.save')}</SubmitButton>
          </ButtonRow>
        </EntryFields>
      </Form>
      {mayDecide ? (
        <Section title={t(isRetired ? 'resource.restore' : 'resource.retire')}>
          <p className="text-muted">{t(isRetired ? 'lab.restoreHint' : 'lab.retireHint')}</p>
          <Form method="post" action={`${paths.manageLab(id)}?index&do=status`}>
            <input type="hidden" name="version" value={version} />
            <SubmitButton name="to" value={isRetired ? 'active' : 'retired'} tone={isRetired ? 'primary' : 'danger'}>
              {t(isRetired ? 'resource.restore' : 'resource.retire')}
            </SubmitButton>
          </Form>
        </Section>
      ) : null}
    </div>
  )
}
