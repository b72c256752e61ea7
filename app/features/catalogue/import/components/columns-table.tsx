import { Form } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import type { FormReply } from '~/features/auth/answer-form.server'
import { fieldOf } from '~/features/auth/components/form-reply'
import { SubmitButton } from '~/ui/button'
import { FieldErrors } from '~/ui/field'
import { InputField } from '~/ui/form-field'
import { Select } from '~/ui/input'
import { Table } from '~/ui/table'

type ColumnsProps = {
  headings: readonly string[]
  samples: readonly (readonly string[])[]
  columns: readonly (string | null)[]
  choices: readonly { value: string; label: string }[]
  reply: FormReply | null
  /** Columns that may not be brought in, with the reason in words. */
  closed?: ReadonlyMap<number, string>
}

/** What each column of a file is, with some of what stands in it. */
export function ColumnsTable({ headings, samples, columns, choices, reply, closed }: ColumnsProps) {
  const t = useTranslations('inventory.map')
  const rows = headings.map((heading, at) => ({ name: heading || t('column', { n: at + 1 }), at, samples: samples[at] ?? [] }))
  return (
    <Table
      caption={t('title')}
      isCaptionHidden
      rows={rows}
      rowKey={({ at }) => String(at)}
      columns={[
        { key: 'heading', label: t('heading'), isRowHeader: true, cell: ({ name }) => <span className="block min-w-28">{name}</span> },
        {
          key: 'samples', label: t('samples'),
          cell: (row) => (closed?.has(row.at) ? null : <span className="text-sm text-muted">{row.samples.join(' · ') || t('noSamples')}</span>),
        },
        {
          key: 'field', label: t('field'),
          cell: ({ name, at }) =>
            closed?.get(at) ?? (
              <>
                <Select
                  name={`column-${at}`}
                  id={`column-${at}`}
                  aria-label={`${t('field')} – ${name}`}
                  aria-invalid={reply?.errors[`column-${at}`] ? true : undefined}
                  defaultValue={reply?.values[`column-${at}`] ?? columns[at] ?? ''}
                  placeholder={t('leaveOut')}
                  choices={choices}
                  className="min-w-40"
                />
                <FieldErrors id={`column-${at}-error`} errors={reply?.errors[`column-${at}`]} />
              </>
            ),
        },
      ]}
    />
  )
}

type HeadingProps = { page: { sheet: string | null; encoding: string | null; headingRow: number }; reply: FormReply | null }

/** Where the headings were found, and another row for them. */
export function HeadingRow({ page, reply }: HeadingProps) {
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
