import { Form, Link } from '@remix-run/react'
import { useRef } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import type { ImportPage } from '~/features/catalogue/import/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { paths } from '~/platform/paths'
import { Status } from '~/ui/badge'
import { Button, ButtonRow, SubmitButton } from '~/ui/button'
import { useIsBrowser } from '~/ui/is-browser'
import { Section } from '~/ui/section'
import { Table } from '~/ui/table'

/** What an import brought and nobody has vouched for yet, to be published by a manager. */
export function DraftsForm({ drafts }: { drafts: ImportPage['drafts'] }) {
  const t = useTranslations('inventory')
  const locale = useLocale()
  const form = useRef<HTMLFormElement>(null)
  const hasScripts = useIsBrowser()
  const select = (isSelected: boolean) => {
    for (const box of form.current?.querySelectorAll<HTMLInputElement>('input[name=draft]') ?? []) box.checked = isSelected
  }
  if (drafts.total === 0) return <p className="text-muted">{t('applied.none')}</p>
  return (
    <Section title={t('applied.drafts')}>
      <p className="text-muted">
        {t('applied.draftsCount', { total: drafts.total })}
        {drafts.items.length < drafts.total ? ` ${t('applied.draftsShown', { shown: drafts.items.length })}` : null}
      </p>
      <Form method="post" className="grid gap-4" ref={form}>
        {hasScripts ? (
          <ButtonRow>
            <Button size="small" onClick={() => select(true)}>{t('applied.selectAll')}</Button>
            <Button size="small" onClick={() => select(false)}>{t('applied.selectNone')}</Button>
          </ButtonRow>
        ) : null}
        <input type="hidden" name="intent" value="publish" />
        <Table
          caption={t('applied.drafts')}
          isCaptionHidden
          rows={drafts.items}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'name', label: t('rows.name'), isRowHeader: true,
              cell: (row) => {
                const name = bilingual({ zh: row.nameZh, en: row.nameEn }, locale).text
                return (
                  <span className="flex items-start gap-2">
                    <input type="checkbox" name="draft" value={row.id} defaultChecked aria-label={t('applied.select', { name })} className="mt-[0.3em] size-4 shrink-0 accent-accent" />
                    <Link to={paths.resource(row.id)} className="underline decoration-line underline-offset-4 hover:decoration-current">
                      {name}
                    </Link>
                  </span>
                )
              },
            },
            { key: 'number', label: t('rows.assetNumber'), cell: (row) => row.assetNumber },
            {
              key: 'lab', label: t('rows.lab'),
              cell: ({ lab }) => (
                <>
                  {bilingual({ zh: lab.nameZh, en: lab.nameEn }, locale).text}{' '}
                  {lab.confirmedAt === null ? <Status tone="waiting">{t('applied.labUnconfirmed')}</Status> : null}
                </>
              ),
            },
          ]}
        />
        <div>
          <SubmitButton>{t('applied.publish')}</SubmitButton>
        </div>
      </Form>
    </Section>
  )
}
