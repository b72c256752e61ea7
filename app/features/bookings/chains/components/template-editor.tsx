import { Form } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { chainPeriods, MOST_ITEMS } from '~/domain/booking/chain'
import { AddStep, StepRows } from '~/features/bookings/chains/components/step-rows'
import type { TemplatesPage } from '~/features/bookings/chains/answer-template.server'
import type { ChainResource, ChainTemplateView } from '~/features/bookings/chains/queries.server'
import { displayName } from '~/features/catalogue/display-name'
import { bilingual } from '~/i18n/bilingual'
import { formatDuration, formatList } from '~/i18n/format'
import { defaultTimeZone } from '~/i18n/locale'
import { problemMessage } from '~/i18n/problem-message'
import { paths } from '~/platform/paths'
import { ButtonRow, LinkButton, SubmitButton } from '~/ui/button'
import { FormErrors } from '~/ui/form-errors'
import { type FieldMeta, InputField } from '~/ui/form-field'
import { Notice } from '~/ui/notice'
import { Section } from '~/ui/section'

/** What a lab proposes to be booked together, and the form for one of them. */
export function TemplateEditor({ page, labId, now }: { page: TemplatesPage; labId: string; now: Date }) {
  const t = useTranslations('chains.template')
  const { templates, editing, resources } = page
  return (
    <div className="grid max-w-4xl gap-8">
      <p className="text-muted">{t('lead')}</p>
      {templates.length === 0 ? <p>{t('none')}</p> : (
        <ul className="grid">
          {templates.map((template) => <TemplateRow key={template.id} template={template} resources={resources} labId={labId} />)}
        </ul>
      )}
      {editing ? <EditTemplate key={editing.values.id ?? 'new'} editing={editing} resources={resources} labId={labId} now={now} /> : (
        <ButtonRow><LinkButton tone="primary" to={paths.labChains(labId, { edit: 'new' })}>{t('new')}</LinkButton></ButtonRow>
      )}
    </div>
  )
}

function TemplateRow({ template, resources, labId }: { template: ChainTemplateView; resources: readonly ChainResource[]; labId: string }) {
  const t = useTranslations('chains.template')
  const locale = useLocale()
  const name = bilingual({ zh: template.nameZh, en: template.nameEn }, locale).text
  const names = template.steps.map(({ resourceId }) => {
    const found = resources.find(({ id }) => id === resourceId)
    return found ? displayName(found, locale).text : resourceId
  })
  const origin = new Date(0)
  const end = Math.max(...chainPeriods(origin, template.steps).map((each) => each.end.getTime()))
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b border-line py-3">
      <span className="min-w-0 flex-1 basis-72 break-words">
        <span className="font-medium">{name}</span>
        <span className="block text-sm text-muted">{formatList(names, locale)}</span>
        <span className="block text-sm text-muted">{t('steps', { count: names.length, time: formatDuration(end / 60_000, locale) })}</span>
      </span>
      <span className="flex flex-wrap gap-2">
        <LinkButton size="small" to={paths.labChains(labId, { edit: template.id })} aria-label={t('editNamed', { name })}>{t('edit')}</LinkButton>
        <Form method="post" action={paths.labChains(labId)}>
          <SubmitButton tone="danger" size="small" name="retire" value={template.id} aria-label={t('retireNamed', { name })}>{t('retire')}</SubmitButton>
        </Form>
      </span>
    </li>
  )
}

type EditTemplateProps = { editing: NonNullable<TemplatesPage['editing']>; resources: readonly ChainResource[]; labId: string; now: Date }

function EditTemplate({ editing, resources, labId, now }: EditTemplateProps) {
  const t = useTranslations('chains.template')
  const words = useTranslations()
  const chains = useTranslations('chains')
  const locale = useLocale()
  const { values, rows, errors, problems, offers } = editing
  const field = (name: string): FieldMeta => ({ id: name, name, errors: errors[name], initialValue: values[name] ?? '' })
  const rowsKey = JSON.stringify(rows)
  return (
    <Section title={values.id ? t('edit') : t('new')}>
      <Form method="post" action={paths.labChains(labId)} className="grid gap-6" preventScrollReset>
        <FormErrors errors={Object.entries(errors).flatMap(([id, rules]) => rules.map((message) => ({ id, message })))} />
        {problems.length > 0 ? (
          <Notice tone="refused" announce="now">
            {problems.map((each) => <p key={each.code}>{problemMessage(words, each, { locale, timeZone: defaultTimeZone })}</p>)}
          </Notice>
        ) : null}
        {/* What Enter does in a field must not save. */}
        <button type="submit" name="intent" value="find" formNoValidate hidden tabIndex={-1} aria-hidden="true" />
        {values.id ? <input type="hidden" name="id" value={values.id} /> : null}
        <input type="hidden" name="version" value={values.version ?? '0'} />
        <div className="grid gap-4 sm:grid-cols-2">
          <InputField field={field('nameZh')} label={t('nameZh')} lang="zh-CN" maxLength={80} required autoComplete="off" />
          <InputField field={field('nameEn')} label={t('nameEn')} lang="en" maxLength={80} required={false} autoComplete="off" />
        </div>
        <section aria-label={chains('steps')}>
          <StepRows key={rowsKey} {...{ rows, resources, errors, now }} />
        </section>
        <AddStep key={`${values.q}${rowsKey}`} q={values.q ?? ''} offers={offers} errors={errors.q} isFull={rows.length >= MOST_ITEMS} limit={MOST_ITEMS} />
        <ButtonRow>
          <SubmitButton name="intent" value="save">{t('save')}</SubmitButton>
          <LinkButton tone="quiet" to={paths.labChains(labId)}>{words('common.action.cancel')}</LinkButton>
        </ButtonRow>
      </Form>
    </Section>
  )
}
