import { Form } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import type { ImportPage } from '~/features/catalogue/import/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { paths } from '~/platform/paths'
import { ButtonRow, buttonClass, LinkButton, SubmitButton } from '~/ui/button'
import { SelectField } from '~/ui/form-field'
import { Section } from '~/ui/section'

/** What has to be known before more rows can be brought in. */
export function Decisions({ page }: { page: ImportPage }) {
  const t = useTranslations('inventory.decide')
  const locale = useLocale()
  const { labs, unknownKinds } = page.progress
  if (labs.length === 0 && unknownKinds === 0) return null
  const sorted = <T extends { label: string }>(list: T[]) => list.toSorted((a, b) => a.label.localeCompare(b.label, locale))
  const known = sorted(page.choices.labs.map((lab) => ({ value: `lab:${lab.id}`, label: bilingual({ zh: lab.nameZh, en: lab.nameEn }, locale).text })))
  const mayCreate = page.plan.labIds === null
  const choices = [...(mayCreate ? [{ value: 'create', label: t('create') }] : []), { value: 'leave_out', label: t('leaveOut') }, ...known]
  return (
    <Section title={t('title')}>
      <Form method="post" className="grid max-w-form gap-4">
        <input type="hidden" name="intent" value="decide" />
        {labs.length === 0 ? null : <p className="text-muted">{t('labsLead')}</p>}
        {labs.map(({ name, rows }, at) => (
          <div key={name}>
            <input type="hidden" name={`lab-name-${at}`} value={name} />
            <SelectField field={{ id: `lab-choice-${at}`, name: `lab-choice-${at}` }} label={t('labNamed', { name, rows })} placeholder={t('undecided')} choices={choices} />
          </div>
        ))}
        {unknownKinds === 0 ? null : (
          <SelectField
            field={{ id: 'kindId', name: 'kindId' }}
            label={t('kinds', { rows: unknownKinds })}
            placeholder={t('undecided')}
            choices={sorted(page.choices.kinds.map(({ id, zh, en }) => ({ value: id, label: bilingual({ zh, en }, locale).text })))}
          />
        )}
        <div>
          <SubmitButton tone="secondary">{t('button')}</SubmitButton>
        </div>
      </Form>
    </Section>
  )
}

/** The one step that writes to the catalogue, and the ways back. */
export function ConfirmImport({ page }: { page: ImportPage }) {
  const t = useTranslations('inventory.checked')
  const { added = 0, changed = 0, refused = 0 } = page.progress.counts
  const count = added + changed
  return (
    <div className="grid gap-3">
      <p>
        {t('lead')} {t('applyHint', { added, changed, refused })}
      </p>
      <ButtonRow>
        {count === 0 ? (
          <p className="font-medium">{t('nothing')}</p>
        ) : (
          <Form method="post">
            <input type="hidden" name="version" value={page.version} />
            <SubmitButton name="intent" value="apply">
              {t('apply', { count })}
            </SubmitButton>
          </Form>
        )}
        <LinkButton to={paths.imports()}>{t('again')}</LinkButton>
        {refused > 0 ? (
          <a href={paths.importProblems(page.id)} className={buttonClass('secondary')} download>
            {t('problemsFile')}
          </a>
        ) : null}
        <Form method="post">
          <SubmitButton tone="quiet" name="intent" value="reopen" title={t('remapHint')}>
            {t('remap')}
          </SubmitButton>
        </Form>
        <Form method="post">
          <SubmitButton tone="danger" name="intent" value="discard">
            {t('discard')}
          </SubmitButton>
        </Form>
      </ButtonRow>
    </div>
  )
}
