import { Form } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { FIELDS_OF } from '~/domain/intake/fields'
import type { FormReply } from '~/features/auth/answer-form.server'
import { fieldOf, ReplyErrors } from '~/features/auth/components/form-reply'
import { AFFILIATION_KINDS } from '~/features/auth/kinds'
import { ColumnsTable, HeadingRow } from '~/features/catalogue/import/components/columns-table'
import { fieldName } from '~/features/people/intake/field-name'
import type { IntakePage } from '~/features/people/intake/queries.server'
import { SubmitButton } from '~/ui/button'
import { InputField, SelectField } from '~/ui/form-field'
import { Section } from '~/ui/section'

type Props = { page: IntakePage; reply: FormReply | null }

/** What the columns of the file are, with some of what stands in them, and what holds where it says nothing. */
export function IntakePlanForm({ page, reply }: Props) {
  const t = useTranslations()
  const { headings, progress, plan, version, kind } = page
  const closed = new Map(plan.closed.map((at) => [at, t('intake.map.closed')] as const))
  const choices = FIELDS_OF[kind].map((value) => ({ value, label: fieldName(t, kind, value) }))
  return (
    <>
      <HeadingRow page={page} reply={reply} />
      <Form method="post" className="grid gap-8">
        <input type="hidden" name="intent" value="check" />
        <input type="hidden" name="version" value={version} />
        <Section title={t('inventory.map.title')}>
          <p className="max-w-reading text-muted">{t('inventory.map.lead')}</p>
          <ReplyErrors reply={reply} labels={{}} />
          <ColumnsTable headings={headings} samples={progress.samples} columns={plan.columns} choices={choices} reply={reply} closed={closed} />
        </Section>
        <Defaults page={page} reply={reply} />
        <div>
          <SubmitButton>{t('inventory.map.button')}</SubmitButton>
        </div>
      </Form>
    </>
  )
}

function Defaults({ page, reply }: Props) {
  const t = useTranslations('intake.map')
  const words = useTranslations('inventory.map')
  const kinds = useTranslations('auth.kind')
  const { kind, passScore, validMonths, system } = page.plan.defaults
  if (page.kind === 'uses' || page.kind === 'totals') {
    return (
      <Section title={words('defaultsTitle')}>
        <InputField field={fieldOf(reply, 'system', system)} label={t('system')} hint={t('systemHint')} maxLength={60} autoComplete="off" className="max-w-form" />
      </Section>
    )
  }
  if (page.kind !== 'people' && page.kind !== 'exams') return null
  const number = (value: number | null) => (value === null ? '' : String(value))
  return (
    <Section title={words('defaultsTitle')}>
      <div className="grid max-w-reading gap-4 sm:grid-cols-2">
        {page.kind === 'people' ? (
          <SelectField
            field={fieldOf(reply, 'kind', kind)}
            label={t('kind')}
            hint={t('kindHint')}
            placeholder={t('kindNone')}
            choices={AFFILIATION_KINDS.map((value) => ({ value, label: kinds(value) }))}
          />
        ) : (
          <>
            <InputField field={fieldOf(reply, 'passScore', number(passScore))} label={t('passScore')} hint={t('passScoreHint')} type="number" min={0} max={100} />
            <InputField field={fieldOf(reply, 'validMonths', number(validMonths))} label={t('validMonths')} hint={t('validMonthsHint')} type="number" min={1} max={600} />
          </>
        )}
      </div>
    </Section>
  )
}
