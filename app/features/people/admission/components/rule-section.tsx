import { Form } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { HAZARD_CLASSES } from '~/domain/catalogue/classes'
import { CERTIFICATE_KINDS } from '~/domain/eligibility/facts'
import type { AdmissionPlaces, AdmissionRuleRow } from '~/features/people/admission/queries.server'
import type { CommandReply } from '~/features/people/training/answer.server'
import { CommandErrors, fieldsOf, isTicked } from '~/features/people/training/components/reply-parts'
import { bilingual } from '~/i18n/bilingual'
import { formatList } from '~/i18n/format'
import { paths } from '~/platform/paths'
import { SubmitButton } from '~/ui/button'
import { Checkbox } from '~/ui/choice'
import { SelectField } from '~/ui/form-field'
import { Section } from '~/ui/section'
import { Table } from '~/ui/table'

const TICKS = ['needsGeneral', 'needsLocal', 'needsDeclaration', 'forbidsLoneNight'] as const

/** What places ask of those who work there, and the form for one more rule. */
export function RuleSection({ rules, places, answer }: { rules: AdmissionRuleRow[]; places: AdmissionPlaces; answer: CommandReply | null }) {
  const t = useTranslations('training.admission')
  const column = useTranslations('training.column')
  const certificate = useTranslations('training.certificate')
  const form = useTranslations('common.form')
  const hazard = useTranslations('catalogue.resource.hazard')
  const level = useTranslations('listing')
  const locale = useLocale()
  const field = fieldsOf(answer)
  const text = (row: { nameZh: string; nameEn: string | null }) => bilingual({ zh: row.nameZh, en: row.nameEn }, locale).text
  const room = (row: { buildingZh: string | null; buildingEn: string | null; number: string }) =>
    [bilingual({ zh: row.buildingZh, en: row.buildingEn }, locale).text, row.number].filter(Boolean).join(' ')
  const levelName = (each: number) => level(`safetyLevel.${each}` as 'status.draft')
  const nameOf = (row: AdmissionRuleRow) => (row.room ? room(row.room) : row.lab ? text(row.lab) : row.university ? text(row.university) : t('alliance'))
  const asks = (row: AdmissionRuleRow) =>
    formatList(
      [...TICKS.filter((each) => row[each]).map((each) => t(each)), row.commitment === null ? null : t('commitment'), row.certificate === null ? null : certificate(row.certificate)].filter((each) => each !== null),
      locale,
    )
  const choices = [
    ...(places.isAlliance ? [{ value: 'alliance', label: t('alliance') }] : []),
    ...places.universities.map((row) => ({ value: `university:${row.id}`, label: t('universityOption', { name: text(row) }) })),
    ...places.labs.map((row) => ({ value: `lab:${row.id}`, label: t('labOption', { name: text(row) }) })),
    ...places.rooms.map((row) => ({ value: `room:${row.id}`, label: t('roomOption', { name: room(row) }) })),
  ]
  return (
    <Section title={t('inForce')}>
      {rules.length === 0 ? (
        <p className="text-muted">{t('noRules')}</p>
      ) : (
        <Table<AdmissionRuleRow>
          caption={t('rules')}
          isCaptionHidden
          rows={rules}
          rowKey={(row) => row.id}
          columns={[
            {
              key: 'place', label: column('place'), isRowHeader: true,
              cell: (row) => (
                <>
                  {nameOf(row)}
                  <span className="block text-sm text-muted">
                    {[row.hazardClass ? hazard(row.hazardClass as 'chemical') : null, row.upToLevel ? levelName(row.upToLevel) : null].filter(Boolean).join(' · ')}
                  </span>
                </>
              ),
            },
            { key: 'asks', label: column('asks'), cell: asks },
            {
              key: 'action', label: column('action'),
              cell: (row) => (
                <Form method="post" action={paths.admissionRules({ form: 'end' })}>
                  <input type="hidden" name="version" value={row.version} />
                  <SubmitButton tone="danger" size="small" name="id" value={row.id} aria-label={t('endNamed', { name: nameOf(row) })}>{t('end')}</SubmitButton>
                </Form>
              ),
            },
          ]}
        />
      )}
      <h3>{t('addRule')}</h3>
      <Form method="post" action={paths.admissionRules({ form: 'rule' })} className="grid max-w-form gap-4">
        <CommandErrors answer={answer} labels={{ subject: t('subject'), commitment: t('commitment'), needsGeneral: t('needsGeneral') }} />
        <SelectField field={field('subject')} label={t('subject')} placeholder={form('choose')} choices={choices} required />
        <SelectField field={field('hazardClass')} label={t('hazardClass')} placeholder={t('any')} choices={HAZARD_CLASSES.map((each) => ({ value: each, label: hazard(each) }))} />
        <SelectField field={field('upToLevel')} label={t('upToLevel')} placeholder={t('any')} choices={([1, 2, 3, 4] as const).map((each) => ({ value: String(each), label: levelName(each) }))} />
        {TICKS.map((each) => (
          <Checkbox key={each} id={each} name={each} defaultChecked={isTicked(answer, each)} label={t(each)} />
        ))}
        <SelectField field={field('commitment')} label={t('commitment')} placeholder={t('notAsked')} choices={places.commitments.map((each) => ({ value: each.kind, label: bilingual({ zh: each.titleZh, en: each.titleEn }, locale).text || each.kind }))} />
        <SelectField field={field('certificate')} label={t('certificate')} placeholder={t('notAsked')} choices={CERTIFICATE_KINDS.map((each) => ({ value: each, label: certificate(each) }))} />
        <div><SubmitButton>{t('addRuleButton')}</SubmitButton></div>
      </Form>
    </Section>
  )
}
