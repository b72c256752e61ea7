import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { requireActor } from '~/features/auth/require.server'
import { useFieldLabel } from '~/features/catalogue/components/change-list'
import { EntryErrors, EntryFields, TextEntry } from '~/features/catalogue/components/entry-fields'
import { EntryProblems } from '~/features/catalogue/components/entry-problems'
import { answerPrices } from '~/features/catalogue/resources/answer-prices.server'
import { PriceGrid } from '~/features/catalogue/resources/components/price-grid'
import { priceField } from '~/features/catalogue/resources/price-form'
import { keptResource, priceValues } from '~/features/catalogue/resources/queries.server'
import { formatDate, formatMoney } from '~/i18n/format'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { ButtonRow, SubmitButton } from '~/ui/button'
import { DataList } from '~/ui/data-list'
import { Section } from '~/ui/section'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const resource = await keptResource(await requireActor(request), params.id ?? '')
  if (resource === null) throw notFound()
  const t = createTranslator(localeOfRequest(request))
  const { values, coming } = await priceValues(resource.id, new Date())
  return {
    pageTitle: t('common.pageTitle', { title: t('listing.prices.title') }),
    version: resource.version,
    modes: resource.values.modes,
    timeZone: resource.timeZone,
    values,
    coming,
  }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const id = params.id ?? ''
  if ((await keptResource(actor, id)) === null) throw notFound()
  const answer = await answerPrices(request, actor, id, new Date())
  if (!answer.ok) return data({ reply: answer.reply }, { status: 422 })
  return redirectWithNotice(`${paths.manageResource(id)}/prices`, { tone: 'ok', key: 'listing.prices.saved' })
}

export default function Prices() {
  const { values, version, modes, coming, timeZone } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const t = useTranslations('listing.prices')
  const locale = useLocale()
  const label = useFieldLabel()
  const reply = answer?.reply ?? null
  return (
    <>
      <Form method="post" className="grid max-w-4xl gap-6">
        <p className="text-muted">{t('lead')}</p>
        <EntryFields values={{}} reply={reply}>
          <EntryErrors reply={reply} />
          <EntryProblems reply={reply} />
          <input type="hidden" name="version" value={reply?.conflict?.version ?? version} />
          <PriceGrid values={values} reply={reply} modes={modes} />
          <div className="grid max-w-form gap-1">
            <TextEntry name="from" type="date" />
            <p className="text-sm text-muted">{t('fromHint')}</p>
          </div>
          <ButtonRow>
            <SubmitButton>{t('save')}</SubmitButton>
          </ButtonRow>
        </EntryFields>
      </Form>
      {coming.length === 0 ? null : (
        <Section title={t('coming')}>
          <DataList
            items={coming.map((each) => ({
              key: `${priceField(each.mode, each.originClass)} ${each.validFrom.toISOString()}`,
              label: formatDate(each.validFrom, { locale, timeZone }),
              value: `${label(priceField(each.mode, each.originClass))} · ${formatMoney(each.perHourFen, locale)}`,
            }))}
          />
        </Section>
      )}
    </>
  )
}
