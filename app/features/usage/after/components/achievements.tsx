import { Form, Link } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { ACHIEVEMENT_KINDS } from '~/domain/usage/achievement'
import type { AchievementRow, Named, OwnAchievement } from '~/features/usage/after/achievements.server'
import type { OverUse } from '~/features/usage/after/uses.server'
import type { ListingReply } from '~/features/catalogue/answer.server'
import { EntryProblems } from '~/features/catalogue/components/entry-problems'
import { bilingual } from '~/i18n/bilingual'
import { formatPeriod } from '~/i18n/format'
import { paths } from '~/platform/paths'
import { LinkButton, SubmitButton } from '~/ui/button'
import { Checkbox } from '~/ui/choice'
import { FormErrors } from '~/ui/form-errors'
import { FieldErrors } from '~/ui/field'
import { InputField, SelectField, TextareaField } from '~/ui/form-field'
import { Table } from '~/ui/table'

const link = 'text-accent underline underline-offset-4'

/** What came of uses, the newest first. */
export function AchievementTable({ rows, caption, isPublic = false }: { rows: readonly AchievementRow[]; caption: string; isPublic?: boolean }) {
  const t = useTranslations('conductAfter.works')
  const locale = useLocale()
  const name = (each: Named) => bilingual(each, locale).text
  return (
    <Table
      caption={caption}
      isCaptionHidden
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'what', label: t('column.what'), isRowHeader: true,
          cell: ({ kind, title, people, venue, doi, number }) => (
            <span className="grid">
              <span className="break-words">{title}</span>
              <span className="break-words text-sm font-normal text-muted">{[t(`kind.${kind}`), people, venue, number].filter(Boolean).join(' · ')}</span>
              {doi ? <a className={`${link} break-all text-sm font-normal`} href={`https://doi.org/${encodeURI(doi)}`} rel="noopener noreferrer">{doi}</a> : null}
            </span>
          ),
        },
        { key: 'year', label: t('column.year'), isNumeric: true, cell: ({ year }) => <span className="tabular-nums">{year}</span> },
        { key: 'resources', label: t('column.resources'), cell: ({ resources }) => <span className="grid">{resources.map((each) => <Link key={each.id} className={link} to={paths.resource(each.id)}>{name(each)}</Link>)}</span> },
        ...(isPublic ? [] : [
          { key: 'projects', label: t('column.projects'), cell: ({ projects }: AchievementRow) => projects.map(name).join(locale === 'en' ? ', ' : '、') },
          { key: 'uses', label: t('column.uses'), isNumeric: true, cell: ({ uses }: AchievementRow) => <span className="tabular-nums">{uses}</span> },
          {
            key: 'acts', label: t('column.acts'),
            cell: ({ id, isOwn, title }: AchievementRow) => (isOwn ? <LinkButton size="small" to={paths.achievement(id)} aria-label={`${t('change')} ${title}`}>{t('change')}</LinkButton> : null),
          },
        ]),
      ]}
    />
  )
}

type Props = { reply: ListingReply | null; held: OwnAchievement | null; uses: readonly OverUse[]; projects: readonly Named[]; resources: readonly Named[]; chosen?: { use?: string; resource?: string; project?: string } }
type FieldName = 'kind' | 'title' | 'people' | 'venue' | 'year' | 'doi' | 'number'

/** Adds an achievement or changes it, with what it rests on. */
export function AchievementForm({ reply, held, uses, projects, resources, chosen = {} }: Props) {
  const t = useTranslations('conductAfter.works')
  const locale = useLocale()
  const field = (name: FieldName, initial?: string | number | null) => {
    const kept = reply?.values[name]
    return { id: name, name, errors: reply?.errors[name], initialValue: reply ? (typeof kept === 'string' ? kept : undefined) : initial === null || initial === undefined ? undefined : String(initial) }
  }
  const errors = Object.entries(reply?.errors ?? {}).flatMap(([name, rules]) =>
    rules.map((message) => (t.has(`field.${name as FieldName}`) ? { id: name, label: t(`field.${name as FieldName}`), message } : { message })))
  const isOn = (name: 'uses' | 'resources' | 'projects', id: string, initial: boolean) => (reply ? [reply.values[name] ?? []].flat().includes(id) : initial)
  const idOf = (use: OverUse) => use.itemId ?? use.id
  const hasUse = (use: OverUse) => held?.links.some(({ itemId, recordId }) => itemId === idOf(use) || recordId === use.id) ?? chosen.use === idOf(use)
  return (
    <Form method="post" className="grid max-w-reading gap-4">
      <FormErrors errors={errors} />
      <EntryProblems reply={reply} />
      <input type="hidden" name="version" value={held?.version ?? 0} />
      <SelectField field={field('kind', held?.kind ?? 'paper')} label={t('field.kind')} choices={ACHIEVEMENT_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))} required />
      <TextareaField field={field('title', held?.title)} label={t('field.title')} rows={2} maxLength={500} required />
      <TextareaField field={field('people', held?.people)} label={t('field.people')} hint={t('hint.people')} rows={2} maxLength={1000} required />
      <InputField field={field('venue', held?.venue)} label={t('field.venue')} maxLength={300} required={false} />
      <InputField field={field('year', held?.year)} label={t('field.year')} inputMode="numeric" className="max-w-40" required />
      <InputField field={field('doi', held?.doi)} label={t('field.doi')} hint={t('hint.doi')} autoComplete="off" required={false} />
      <InputField field={field('number', held?.number)} label={t('field.number')} maxLength={100} required={false} />
      {uses.length === 0 ? null : (
        <fieldset className="grid gap-1" id="uses">
          <legend className="font-medium">{t('field.uses')}</legend>
          <p className="text-sm text-muted">{t('hint.uses')}</p>
          {uses.map((use) => (
            <Checkbox
              key={use.id} id={`use-${use.id}`} name="uses" value={idOf(use)} defaultChecked={isOn('uses', idOf(use), hasUse(use))}
              label={<>{bilingual(use, locale).text} <span className="text-muted tabular-nums">{formatPeriod({ start: use.startsAt, end: use.endsAt }, { locale, timeZone: use.timeZone })}</span></>}
            />
          ))}
          <FieldErrors id="uses-error" errors={reply?.errors['uses']} />
        </fieldset>
      )}
      <Choices name="resources" choices={resources} reply={reply} isOn={(id) => isOn('resources', id, held?.links.some((each) => each.resourceId === id) ?? chosen.resource === id)} />
      <Choices name="projects" choices={projects} reply={reply} isOn={(id) => isOn('projects', id, held?.links.some((each) => each.projectId === id) ?? chosen.project === id)} />
      <SubmitButton>{t('save')}</SubmitButton>
    </Form>
  )
}

function Choices({ name, choices, reply, isOn }: { name: 'resources' | 'projects'; choices: readonly Named[]; reply: ListingReply | null; isOn: (id: string) => boolean }) {
  const t = useTranslations('conductAfter.works')
  const locale = useLocale()
  if (choices.length === 0) return null
  return (
    <fieldset className="grid gap-1" id={name}>
      <legend className="font-medium">{t(`field.${name}`)}</legend>
      {choices.map((each) => <Checkbox key={each.id} id={`${name}-${each.id}`} name={name} value={each.id} defaultChecked={isOn(each.id)} label={bilingual(each, locale).text} />)}
      <FieldErrors id={`${name}-error`} errors={reply?.errors[name]} />
    </fieldset>
  )
}
