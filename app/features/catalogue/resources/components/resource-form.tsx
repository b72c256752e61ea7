import { useLocale, useTranslations } from 'use-intl'
import { RESOURCE_MODES } from '~/domain/booking/facts'
import { HAZARDS, RATED_CLASSES, SHARE_SCOPES } from '~/domain/catalogue/classes'
import type { Option, ResourceChoices } from '~/features/catalogue/choices.server'
import { AreaEntry, BoxesEntry, PairEntry, PickEntry, TextEntry, TickEntry, useOptionText } from '~/features/catalogue/components/entry-fields'
import { Section } from '~/ui/section'

/** All that people write of a resource, in sections; the form around it says where it goes. */
export function ResourceFields({ choices }: { choices: ResourceChoices }) {
  const t = useTranslations('listing')
  return (
    <>
      <Section title={t('section.what')}><What choices={choices} /></Section>
      <Section title={t('section.where')}><Where choices={choices} /></Section>
      <Section title={t('section.use')}><Use /></Section>
      <Section title={t('section.sharing')}><SharingFields isRequired /></Section>
      <Section title={t('section.access')}><AccessFields /></Section>
      <Section title={t('section.contact')}>
        <p className="text-sm text-muted">{t('hint.contact')}</p>
        <ContactFields />
      </Section>
    </>
  )
}

type Part = { choices: ResourceChoices }
const pair = 'grid gap-4 sm:grid-cols-2'

function What({ choices }: Part) {
  const t = useTranslations('common')
  const kinds = useKindOptions(choices.kinds)
  return (
    <>
      <PairEntry zh="nameZh" en="nameEn" required="zh" hint="en" />
      <div className={pair}>
        <PickEntry name="kindId" options={kinds} none={t('form.choose')} required isSorted />
        <AreaEntry name="formerNames" hint rows={2} />
        <TextEntry name="maker" />
        <TextEntry name="model" />
        <TextEntry name="assetNumber" hint />
        <TextEntry name="valueFen" hint inputMode="decimal" />
        <TextEntry name="nriiClass" hint inputMode="numeric" />
      </div>
      <PairEntry zh="summaryZh" en="summaryEn" isLong />
      <TagBoxes name="tags" tags={choices.tags} />
    </>
  )
}

/** The kind with its nature before it, so that the long list falls into groups. */
function useKindOptions(kinds: readonly Option[]): Option[] {
  const t = useTranslations('common.nature')
  const locale = useLocale()
  return kinds.map((kind) => {
    const nature = t(kind.group as 'instrument')
    const name = locale === 'en' ? (kind.en ?? kind.zh) : kind.zh
    return { ...kind, zh: `${nature} · ${name}`, en: `${nature} · ${name}` }
  })
}

export function TagBoxes({ name, tags }: { name: 'tags' | 'addTags' | 'removeTags'; tags: readonly Option[] }) {
  const t = useTranslations('listing')
  const text = useOptionText()
  const isNumbered = (group?: string) => group !== undefined && /^\d+$/.test(group)
  return (
    <details>
      <summary className="font-medium text-accent underline underline-offset-4">{t(`field.${name}`)}</summary>
      <div className="mt-2">
        <BoxesEntry
          name={name}
          boxes={tags.map((tag) => ({ value: tag.value, label: isNumbered(tag.group) ? `${text(tag)} · ${tag.group}` : text(tag) }))}
        />
      </div>
    </details>
  )
}

function Where({ choices }: Part) {
  const t = useTranslations('listing')
  const words = useTranslations('common.form')
  const text = useOptionText()
  const { labs, universities, campuses, rooms, parents, jointLabs } = choices
  return (
    <>
      <div className={pair}>
        <PickEntry name="labId" options={labs} none={words('choose')} required />
        {universities.length > 1 ? <PickEntry name="universityId" options={universities} none={t('choice.none')} /> : null}
        <PickEntry name="campusId" options={campuses} none={words('choose')} required />
        <PickEntry name="roomId" options={rooms} none={t('choice.custom')} hint />
      </div>
      <PairEntry zh="buildingZh" en="buildingEn" />
      <div className={pair}>
        <TextEntry name="roomNumber" />
        {parents.length > 0 ? <PickEntry name="parentId" options={parents} none={t('choice.none')} hint /> : null}
      </div>
      {jointLabs.length > 0 ? (
        <details>
          <summary className="font-medium text-accent underline underline-offset-4">{t('field.listedBy')}</summary>
          <div className="mt-2">
            <BoxesEntry name="listedBy" isWide boxes={jointLabs.map((each) => ({ value: each.value, label: text(each) }))} />
          </div>
        </details>
      ) : null}
    </>
  )
}

export function ModeBoxes() {
  const t = useTranslations('common.mode')
  return <BoxesEntry name="modes" boxes={RESOURCE_MODES.map((mode) => ({ value: mode, label: t(mode) }))} />
}

function Use() {
  const t = useTranslations('listing.field')
  const words = useTranslations('catalogue.resource')
  return (
    <>
      <ModeBoxes />
      <TickEntry name="needsQualification" label={t('needsQualification')} />
      <div className="grid gap-4 sm:grid-cols-3">
        <TextEntry name="capacity" hint required type="number" inputMode="numeric" min={1} max={1000} />
        <PickEntry name="ratedClass" required options={RATED_CLASSES.map((each) => same(each, words(`ratedClass.${each}`)))} />
        <TextEntry name="ratedHours" hint required type="number" inputMode="numeric" min={1} max={8784} />
      </div>
      <BoxesEntry name="hazards" boxes={HAZARDS.map((each) => ({ value: each, label: words(`hazard.${each}`) }))} />
    </>
  )
}

/** An option whose words are in the reader's language already. */
const same = (value: string, label: string): Option => ({ value, zh: label, en: label })

export function SharingFields({ isRequired }: { isRequired: boolean }) {
  const t = useTranslations('listing')
  const words = useTranslations('common.shareScope')
  return (
    <>
      <div className={pair}>
        <PickEntry name="shareScope" hint required={isRequired} none={isRequired ? undefined : t('choice.keep')} options={SHARE_SCOPES.map((each) => same(each, words(each)))} />
        <TextEntry name="reviewOn" type="date" />
      </div>
      <AreaEntry name="notOpenReason" rows={2} />
      {isRequired ? <TextEntry name="externalUrl" hint type="url" inputMode="url" /> : null}
    </>
  )
}

export function AccessFields() {
  return (
    <>
      <PairEntry zh="gateZh" en="gateEn" />
      <PairEntry zh="accessZh" en="accessEn" isLong hint="zh" />
    </>
  )
}

export function ContactFields() {
  return (
    <>
      <PairEntry zh="contactNameZh" en="contactNameEn" />
      <div className="grid gap-4 sm:grid-cols-3">
        <TextEntry name="contactEmail" type="email" inputMode="email" />
        <TextEntry name="contactPhone" type="tel" inputMode="tel" />
        <TextEntry name="emergencyPhone" type="tel" inputMode="tel" />
      </div>
    </>
  )
}
