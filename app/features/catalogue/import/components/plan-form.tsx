import { Form } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { RESOURCE_MODES } from '~/domain/booking/facts'
import { INVENTORY_FIELDS } from '~/domain/inventory/fields'
import type { FormReply } from '~/features/auth/answer-form.server'
import { fieldOf, ReplyErrors } from '~/features/auth/components/form-reply'
import { SHARE_SCOPES, VALUE_UNITS } from '~/features/catalogue/import/plan'
import type { ImportPage } from '~/features/catalogue/import/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { ButtonRow, SubmitButton } from '~/ui/button'
import { Checkbox } from '~/ui/choice'
import { FieldErrors } from '~/ui/field'
import { InputField, SelectField } from '~/ui/form-field'
import { Select } from '~/ui/input'
import { Section } from '~/ui/section'
import { Table } from '~/ui/table'

type Props = { page: ImportPage; reply: FormReply | null }

/** What the columns of the file are, with some of what stands in them, and what holds where it says nothing. */
export function PlanForm({ page, reply }: Props) {
  const t = useTranslations('inventory')
  const { headings, progress, plan, version } = page
  const rows = headings.map((heading, at) => ({ heading, at, samples: progress.samples[at] ?? [] }))
  const choices = INVENTORY_FIELDS.map((value) => ({ value, label: t(`field.${value}`) }))
  return (
    <>
      <HeadingRow page={page} reply={reply} />
      <Form method="post" className="grid gap-8">
        <input type="hidden" name="intent" value="check" />
        <input type="hidden" name="version" value={version} />
        <Section title={t('map.title')}>
          <p className="max-w-reading text-muted">{t('map.lead')}</p>
          <ReplyErrors reply={reply} labels={{}} />
          <Table
            caption={t('map.title')}
            isCaptionHidden
            rows={rows}
            rowKey={({ at }) => String(at)}
            columns={[
              { key: 'heading', label: t('map.heading'), isRowHeader: true, cell: ({ heading, at }) => <span className="block min-w-28">{heading || t('map.column', { n: at + 1 })}</span> },
              {
                key: 'samples', label: t('map.samples'),
                cell: ({ samples }) => <span className="text-sm text-muted">{samples.join(' · ') || t('map.noSamples')}</span>,
              },
              {
                key: 'field', label: t('map.field'),
                cell: ({ heading, at }) => (
                  <>
                    <Select
                      name={`column-${at}`}
                      id={`column-${at}`}
                      aria-label={`${t('map.field')} – ${heading || t('map.column', { n: at + 1 })}`}
                      aria-invalid={reply?.errors[`column-${at}`] ? true : undefined}
                      defaultValue={reply?.values[`column-${at}`] ?? plan.columns[at] ?? ''}
                      placeholder={t('map.leaveOut')}
                      choices={choices}
                      className="min-w-40"
                    />
                    <FieldErrors id={`column-${at}-error`} errors={reply?.errors[`column-${at}`]} />
                  </>
                ),
              },
            ]}
          />
        </Section>
        <Defaults page={page} reply={reply} />
        <div>
          <SubmitButton>{t('map.button')}</SubmitButton>
        </div>
      </Form>
    </>
  )
}

function HeadingRow({ page, reply }: Props) {
  const t = useTranslations('inventory.map')
  return (
    <div className="grid gap-3">
      <p className="flex flex-wrap gap-x-4 text-sm text-muted">
        {page.sheet === null ? null : <span>{t('sheet', { sheet: page.sheet })}</span>}
        {page.encoding === null ? null : <span>{t('encoding', { encoding: page.encoding.toUpperCase() })}</span>}
      </p>
      <Form method="post" className="grid max-w-form justify-items-start gap-3">
        <input type="hidden" name="intent" value="heading" />
        <InputField
          field={fieldOf(reply, 'headingRow', String(page.headingRow))}
          label={t('headingRow')}
          hint={t('headingRowHint')}
          type="number"
          min={1}
          max={1000}
          required
        />
        <SubmitButton tone="secondary">{t('useRow')}</SubmitButton>
      </Form>
    </div>
  )
}

function Defaults({ page, reply }: Props) {
  const t = useTranslations('inventory.map')
  const words = useTranslations('common')
  const locale = useLocale()
  const { defaults, valueUnit } = page.plan
  const named = ({ id, nameZh, nameEn }: { id: string; nameZh: string; nameEn: string }) => ({ value: id, label: bilingual({ zh: nameZh, en: nameEn }, locale).text })
  const sorted = <T extends { label: string }>(list: T[]) => list.toSorted((a, b) => a.label.localeCompare(b.label, locale))
  const kinds = page.choices.kinds.map(({ id, zh, en }) => ({ value: id, label: bilingual({ zh, en }, locale).text }))
  return (
    <Section title={t('defaultsTitle')}>
      <div className="grid max-w-reading gap-4 sm:grid-cols-2">
        <SelectField
          field={fieldOf(reply, 'valueUnit', valueUnit)}
          label={t('unit')}
          choices={VALUE_UNITS.map((value) => ({ value, label: t(value === 'yuan' ? 'unitYuan' : 'unitTenThousand') }))}
        />
        <SelectField field={fieldOf(reply, 'campusId', defaults.campusId)} label={t('campus')} hint={t('campusHint')} placeholder={t('none')} choices={page.choices.campuses.map(named)} />
        <SelectField field={fieldOf(reply, 'labId', defaults.labId)} label={t('lab')} hint={t('labHint')} placeholder={t('none')} choices={sorted(page.choices.labs.map(named))} />
        <SelectField field={fieldOf(reply, 'kindId', defaults.kindId)} label={t('kind')} hint={t('kindHint')} placeholder={t('none')} choices={sorted(kinds)} />
        <SelectField
          field={fieldOf(reply, 'shareScope', defaults.shareScope)}
          label={t('scope')}
          hint={t('scopeHint')}
          choices={SHARE_SCOPES.map((value) => ({ value, label: words(`shareScope.${value}`) }))}
        />
      </div>
      <fieldset className="grid gap-1">
        <legend className="mb-1 font-medium">{t('modes')}</legend>
        <ButtonRow className="gap-x-6">
          {RESOURCE_MODES.map((mode) => (
            <Checkbox key={mode} name="modes" value={mode} label={words(`mode.${mode}`)} defaultChecked={defaults.modes.includes(mode)} />
          ))}
        </ButtonRow>
      </fieldset>
    </Section>
  )
}
