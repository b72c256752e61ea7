import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { data } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { answerForm } from '~/features/auth/answer-form.server'
import { fieldOf, ReplyErrors } from '~/features/auth/components/form-reply'
import { requireActor, requireViewer } from '~/features/auth/require.server'
import { acknowledgementOf } from '~/features/usage/after/acknowledgement.server'
import { ownRating } from '~/features/usage/after/achievements.server'
import { Thanks } from '~/features/usage/after/components/thanks'
import { rateUse } from '~/features/usage/after/rate.server'
import { rateSchema } from '~/features/usage/after/schema'
import { ownUse } from '~/features/usage/after/uses.server'
import { bilingual } from '~/i18n/bilingual'
import { formatPeriod } from '~/i18n/format'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { ButtonRow, LinkButton, SubmitButton } from '~/ui/button'
import { RadioGroup } from '~/ui/choice'
import { TextareaField } from '~/ui/form-field'
import { HelpLink } from '~/ui/help-link'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

const STARS = ['5', '4', '3', '2', '1'] as const

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { actor, locale } = await requireViewer(request)
  const use = await ownUse(actor, params.id ?? '')
  if (use === null) throw notFound()
  const [rating, thanks] = await Promise.all([ownRating(actor, use), acknowledgementOf(use.resourceId)])
  const t = createTranslator(localeOfRequest(request, locale))
  return { pageTitle: t('common.pageTitle', { title: t('conductAfter.title') }), now: new Date(), use, rating, thanks }
}

export const meta: MetaFunction<typeof loader> = ({ data: loaded }) => titleMeta(loaded)

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const id = params.id ?? ''
  if ((await ownUse(actor, id)) === null) throw notFound()
  const answer = await answerForm(request, rateSchema, (input) => rateUse(actor, id, input, new Date()))
  if (!answer.ok) return data(answer.reply, { status: 422 })
  return redirectWithNotice(paths.rateUse(id), { tone: 'ok', key: 'conductAfter.rating.saved' })
}

/** What is left to do once a use is over: rate it, copy the thanks, add what came of it. */
export default function AfterUse() {
  const { use, rating, thanks, now } = useLoaderData<typeof loader>()
  const reply = useActionData<typeof action>() ?? null
  const t = useTranslations('conductAfter')
  const bookings = useTranslations('bookings')
  const locale = useLocale()
  const lead = t('lead', { resource: bilingual(use, locale).text, period: formatPeriod({ start: use.startsAt, end: use.endsAt }, { locale, timeZone: use.timeZone, now }) })
  return (
    <Page
      title={t('title')} lead={<>{lead} <HelpLink topic="after" /></>} width="reading"
      breadcrumbs={<Breadcrumbs items={[use.bookingId ? { to: paths.booking(use.bookingId), label: bilingual(use, locale).text } : { to: paths.bookings(), label: bookings('title') }]} />}
    >
      <Section title={t('rating.title')}>
        <p className="text-muted">{t('rating.lead')}</p>
        <Form method="post" className="grid gap-4">
          <ReplyErrors reply={reply} labels={{ words: t('rating.words') }} />
          <RadioGroup
            name="stars" legend={t('rating.stars')} required errors={reply?.errors['stars']}
            defaultValue={reply ? reply.values['stars'] : rating ? String(rating.stars) : undefined}
            choices={STARS.map((value) => ({ value, label: t(`rating.star.n${value}`) }))}
          />
          <TextareaField field={fieldOf(reply, 'words', rating?.words)} label={t('rating.words')} hint={t('rating.wordsHint')} rows={3} maxLength={1000} required={false} />
          <SubmitButton>{t(rating ? 'rating.change' : 'rating.save')}</SubmitButton>
        </Form>
      </Section>
      <Section title={t('thanks.title')}>
        <p className="text-muted">{t('thanks.lead')}</p>
        <Thanks words={thanks} />
      </Section>
      <Section title={t('works.fromUse')}>
        <ButtonRow>
          <LinkButton to={paths.newAchievement({ use: use.itemId ?? use.id })}>{t('works.add')}</LinkButton>
          <LinkButton tone="quiet" to={paths.achievements()}>{t('works.mine')}</LinkButton>
        </ButtonRow>
      </Section>
    </Page>
  )
}
