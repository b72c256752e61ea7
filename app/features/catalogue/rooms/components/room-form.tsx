import { useTranslations } from 'use-intl'
import { HAZARD_CLASSES } from '~/domain/catalogue/classes'
import type { Option } from '~/features/catalogue/choices.server'
import { PairEntry, PickEntry, TextEntry } from '~/features/catalogue/components/entry-fields'
import { Section } from '~/ui/section'

const pair = 'grid gap-4 sm:grid-cols-2'
const same = (value: string, label: string): Option => ({ value, zh: label, en: label })

/** All that people write of a room. */
export function RoomFields({ choices }: { choices: { campuses: Option[]; labs: Option[] } }) {
  const t = useTranslations('listing')
  const form = useTranslations('common.form')
  const words = useTranslations('catalogue.resource.hazard')
  return (
    <>
      <Section title={t('section.place')}>
        <div className={pair}>
          <PickEntry name="campusId" required none={form('choose')} options={choices.campuses} />
          <PickEntry name="labId" none={t('choice.none')} options={choices.labs} />
        </div>
        <PairEntry zh="buildingZh" en="buildingEn" />
        <TextEntry name="number" required />
        <PairEntry zh="nameZh" en="nameEn" />
      </Section>
      <Section title={t('section.safety')}>
        <div className={pair}>
          <PickEntry name="hazardClass" none={t('choice.none')} options={HAZARD_CLASSES.map((each) => same(each, words(each)))} />
          <PickEntry name="safetyLevel" none={t('choice.none')} options={([1, 2, 3, 4] as const).map((level) => same(String(level), t(`safetyLevel.${level}` as 'status.draft')))} />
          <TextEntry name="reassessOn" type="date" />
          <TextEntry name="maxPeople" type="number" min={1} hint />
        </div>
      </Section>
    </>
  )
}
