import { randomUUID } from 'node:crypto'
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { requirePermission, requireViewer } from '~/features/auth/require.server'
import { answerListing, unseenFields } from '~/features/catalogue/answer.server'
import { resourceChoices } from '~/features/catalogue/choices.server'
import { EntryErrors, EntryFields, TickEntry } from '~/features/catalogue/components/entry-fields'
import { EntryProblems } from '~/features/catalogue/components/entry-problems'
import { formValues } from '~/features/catalogue/form-values'
import { ResourceFields } from '~/features/catalogue/resources/components/resource-form'
import { createResource } from '~/features/catalogue/resources/create.server'
import { keptResource } from '~/features/catalogue/resources/queries.server'
import { newResourceForm, resourceSchema } from '~/features/catalogue/resources/schema'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { ButtonRow, SubmitButton } from '~/ui/button'
import { HelpLink } from '~/ui/help-link'
import { Page } from '~/ui/page'
import { EmptyState } from '~/ui/states'

const BLANK = { capacity: 1, ratedClass: 'general', ratedHours: 1400, shareScope: 'alliance' }

export async function loader({ request }: LoaderFunctionArgs) {
  const { locale } = await requireViewer(request)
  const actor = await requirePermission(request, 'create:resource')
  const query = new URL(request.url).searchParams
  const from = query.get('from')
  const source = from === null ? null : await keptResource(actor, from)
  const choices = await resourceChoices(actor, source?.values ?? null)
  const lab = choices.labs.find((each) => each.value === query.get('lab')) ?? (choices.labs.length === 1 ? choices.labs[0] : undefined)
  const campuses = choices.campuses.filter((each) => lab === undefined || each.group === lab.group)
  const blank = { ...BLANK, labId: lab?.value ?? null, campusId: campuses.length === 1 ? campuses[0]!.value : null }
  const t = createTranslator(localeOfRequest(request, locale))
  return {
    pageTitle: t('common.pageTitle', { title: t('listing.resource.newTitle') }),
    key: randomUUID(),
    choices,
    source: source && { id: source.id, zh: source.values.nameZh, en: source.values.nameEn },
    values: source ? { ...formValues({ ...source.values, assetNumber: null }), copyPrices: 'on' } : formValues(blank),
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request }: ActionFunctionArgs) {
  const actor = await requirePermission(request, 'create:resource')
  const own = await unseenFields(request, newResourceForm)
  const answer = await answerListing(request, resourceSchema, (input) => createResource(actor, { input, ...own }, new Date()))
  if (!answer.ok) return data({ reply: answer.reply, key: own.key }, { status: 422 })
  return redirectWithNotice(paths.manageResource(answer.value.id), { tone: 'ok', key: 'listing.resource.created' })
}

export default function NewResource() {
  const { key, choices, source, values } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('listing')
  const locale = useLocale()
  const reply = answer?.reply ?? null
  const name = source && bilingual(source, locale).text
  return (
    <Page
      title={name === null ? t('resource.newTitle') : t('resource.copyTitle', { name })}
      lead={<>{name === null ? t('resource.newLead') : t('resource.copyLead')} <HelpLink topic="listing" /></>}
      breadcrumbs={<Breadcrumbs items={[{ to: paths.manageResources(), label: t('resources.title') }]} />}
    >
      {choices.labs.length === 0 ? (
        <EmptyState title={t('resources.emptyTitle')}>{t('resource.noLabs')}</EmptyState>
      ) : (
        <Form method="post" className="grid max-w-4xl gap-8">
          <EntryFields values={values} reply={reply}>
            <EntryErrors reply={reply} />
            <EntryProblems reply={reply} />
            <input type="hidden" name="key" value={answer?.key ?? key} />
            {source ? <input type="hidden" name="copyOf" value={source.id} /> : null}
            <ResourceFields choices={choices} />
            {source ? <TickEntry name="copyPrices" label={t('field.copyPrices')} /> : null}
            <ButtonRow>
              <SubmitButton>{t('resource.createDraft')}</SubmitButton>
            </ButtonRow>
          </EntryFields>
        </Form>
      )}
    </Page>
  )
}
