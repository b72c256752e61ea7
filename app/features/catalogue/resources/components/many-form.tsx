import { useTranslations } from 'use-intl'
import type { ListingReply } from '~/features/catalogue/answer.server'
import type { Option } from '~/features/catalogue/choices.server'
import { useFieldLabel, useValueText } from '~/features/catalogue/components/change-list'
import { EntryFields, PickEntry, TickEntry } from '~/features/catalogue/components/entry-fields'
import { ProblemText } from '~/features/catalogue/components/entry-problems'
import type { Named } from '~/features/catalogue/history.server'
import type { ManyRefusal, ManyRow } from '~/features/catalogue/resources/change-many.server'
import { AccessFields, ContactFields, ModeBoxes, SharingFields, TagBoxes } from '~/features/catalogue/resources/components/resource-form'
import { Bilingual } from '~/ui/bilingual'
import { ButtonRow, SubmitButton } from '~/ui/button'
import { Notice } from '~/ui/notice'
import { Section } from '~/ui/section'
import { Table } from '~/ui/table'

type FieldsProps = { tags: readonly Option[]; reply: ListingReply | null; canApply: boolean }

/** What many resources may be given at once; an empty field leaves each as it is. */
export function ManyFields({ tags, reply, canApply }: FieldsProps) {
  const t = useTranslations('listing')
  return (
    <EntryFields values={{}} reply={reply}>
      <Section title={t('section.sharing')}><SharingFields isRequired={false} /></Section>
      <Section title={t('section.use')}>
        <PickEntry
          name="status"
          none={t('choice.keep')}
          options={[
            { value: 'active', zh: t('many.publish'), en: t('many.publish') },
            { value: 'retired', zh: t('many.retire'), en: t('many.retire') },
          ]}
        />
        <TickEntry name="setModes" label={t('field.setModes')} />
        <ModeBoxes />
      </Section>
      <Section title={t('section.access')}>
        <p className="text-sm text-muted">{t('many.replaceHint')}</p>
        <AccessFields />
      </Section>
      <Section title={t('section.contact')}>
        <p className="text-sm text-muted">{t('many.replaceHint')}</p>
        <ContactFields />
      </Section>
      <Section title={t('field.tags')}>
        <TagBoxes name="addTags" tags={tags} />
        <TagBoxes name="removeTags" tags={tags} />
      </Section>
      <ButtonRow>
        <SubmitButton tone={canApply ? 'secondary' : 'primary'} name="intent" value="preview">{t('many.preview')}</SubmitButton>
        {canApply ? <SubmitButton name="intent" value="apply">{t('many.apply')}</SubmitButton> : null}
      </ButtonRow>
    </EntryFields>
  )
}

/** What would change, resource by resource. */
export function ManyPreview({ rows, names }: { rows: readonly ManyRow[]; names: Record<string, Named> }) {
  const t = useTranslations('listing.many')
  const label = useFieldLabel()
  const text = useValueText(names)
  return (
    <Section title={t('previewTitle')}>
      <output>{rows.every((row) => Object.keys(row.changes).length === 0) ? t('nothing') : null}</output>
      <Table
        caption={t('previewTitle')}
        isCaptionHidden
        rows={rows}
        rowKey={(row) => row.id}
        columns={[
          { key: 'resource', label: t('resource'), isRowHeader: true, cell: (row) => <Bilingual value={{ zh: row.zh, en: row.en }} isMarkHidden /> },
          {
            key: 'changes',
            label: t('changes'),
            cell: (row) => (
              <>
                {Object.keys(row.changes).length === 0 ? <span className="text-muted">{t('rowNothing')}</span> : null}
                <ul className="grid gap-1">
                  {Object.entries(row.changes).map(([field, { from, to }]) => (
                    <li key={field} className="break-words">
                      <span className="text-muted">{label(field)}</span> <del>{text(field, from)}</del> → <ins className="font-medium no-underline">{text(field, to)}</ins>
                    </li>
                  ))}
                </ul>
                {row.problems.map((problem) => (
                  <p key={problem.code} className="text-refused"><ProblemText problem={problem} /></p>
                ))}
              </>
            ),
          },
        ]}
      />
    </Section>
  )
}

/** Why nothing was applied, by resource. */
export function ManyRefusals({ refusals }: { refusals: readonly ManyRefusal[] }) {
  const t = useTranslations('listing.many')
  return (
    <Notice tone="refused" announce="now" title={t('refusedTitle')}>
      <p>{t('refusedBody')}</p>
      <ul className="mt-1 grid gap-1">
        {refusals.map(({ id, zh, en, problems }) => (
          <li key={id}>
            <strong className="font-medium"><Bilingual value={{ zh, en }} isMarkHidden /></strong>
            {problems.map((problem) => (
              <span key={problem.code} className="block"><ProblemText problem={problem} /></span>
            ))}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
