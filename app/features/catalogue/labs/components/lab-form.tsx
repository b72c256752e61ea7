import { useTranslations } from 'use-intl'
import { HAZARD_CLASSES, LAB_ACCESS, LAB_LEVELS } from '~/domain/catalogue/classes'
import type { LabChoicesOf, Option } from '~/features/catalogue/choices.server'
import { AreaEntry, PairEntry, PickEntry, useEntryValue, useOptionText } from '~/features/catalogue/components/entry-fields'
import { ContactFields, TagBoxes } from '~/features/catalogue/resources/components/resource-form'
import { Select } from '~/ui/input'
import { Section } from '~/ui/section'

const pair = 'grid gap-4 sm:grid-cols-2'
const same = (value: string, label: string): Option => ({ value, zh: label, en: label })

/** All that people write of a lab; level, host and owners only for those who say them. */
export function LabFields({ choices, mayDecide }: { choices: LabChoicesOf; mayDecide: boolean }) {
  const t = useTranslations('listing')
  const words = useTranslations('catalogue.resource.hazard')
  return (
    <>
      <Section title={t('section.names')}>
        <PairEntry zh="nameZh" en="nameEn" required="both" />
        <AreaEntry name="formerNames" hint rows={2} />
      </Section>
      <Section title={t('section.standing')}>{mayDecide ? <Standing choices={choices} /> : <p className="text-muted">{t('lab.standingFixed')}</p>}</Section>
      <Section title={t('section.details')}>
        <div className={pair}>
          <PickEntry name="campusId" options={choices.campuses} none={t('choice.none')} />
          <PickEntry name="access" required options={LAB_ACCESS.map((each) => same(each, t(`access.${each}`)))} hint />
          <PickEntry name="safetyClass" none={t('choice.none')} options={HAZARD_CLASSES.map((each) => same(each, words(each)))} />
          <AreaEntry name="externalLeads" rows={2} />
        </div>
        <PairEntry zh="disciplineZh" en="disciplineEn" />
        <PairEntry zh="noteZh" en="noteEn" isLong />
        <TagBoxes name="tags" tags={choices.tags} />
      </Section>
      <Section title={t('section.contact')}>
        <ContactFields />
      </Section>
    </>
  )
}

function Standing({ choices }: { choices: LabChoicesOf }) {
  const t = useTranslations('listing')
  const levels = useTranslations('common.level')
  const text = useOptionText()
  const owners = useEntryValue('owners')
  return (
    <>
      <div className={pair}>
        <PickEntry name="level" required none={t('choice.none')} options={LAB_LEVELS.map((each) => same(each, levels(each)))} />
        <PickEntry name="hostUniversityId" none={t('choice.none')} options={choices.hosts} />
      </div>
      <details id="owners" open={owners.length > 1}>
        <summary className="font-medium text-accent underline underline-offset-4">{t('field.owners')}</summary>
        <p className="my-2 text-sm text-muted">{t('hint.owners')}</p>
        <ul className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
          {choices.universities.map((university) => {
            const name = text(university)
            const chosen = owners.find((each) => each.endsWith(`:${university.value}`))
            return (
              <li key={university.value} className="grid grid-cols-[minmax(0,1fr)_8rem] items-center gap-2">
                <label htmlFor={`owner-${university.value}`}>{name}</label>
                <Select
                  id={`owner-${university.value}`}
                  name="owners"
                  aria-label={t('lab.ownerOf', { name })}
                  defaultValue={chosen ?? ''}
                  placeholder={t('choice.notOwner')}
                  choices={(['lead', 'member'] as const).map((role) => ({ value: `${role}:${university.value}`, label: t(`lab.${role}`) }))}
                />
              </li>
            )
          })}
        </ul>
      </details>
    </>
  )
}
