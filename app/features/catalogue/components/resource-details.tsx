import { Link } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { GivenNames } from '~/features/catalogue/components/given-names'
import { LabContact } from '~/features/catalogue/components/lab-contact'
import { ResourceName } from '~/features/catalogue/components/resource-name'
import { TagLinks } from '~/features/catalogue/components/tag-links'
import { contactOf } from '~/features/catalogue/contact'
import { makerAndModel } from '~/features/catalogue/display-name'
import { DocumentList } from '~/features/catalogue/files/components/gallery'
import type { ResourcePage } from '~/features/catalogue/queries.server'
import { paths } from '~/platform/paths'
import { Badge } from '~/ui/badge'
import { Bilingual } from '~/ui/bilingual'
import { DataList } from '~/ui/data-list'
import { Section } from '~/ui/section'

type Part<Keys extends keyof ResourcePage> = { resource: Pick<ResourcePage, Keys> }
const link = 'text-accent underline decoration-line underline-offset-4'

/** What it is and whose. */
export function ResourceFacts({ resource }: { resource: Omit<ResourcePage, 'prices'> }) {
  const t = useTranslations('catalogue.resource')
  const locale = useLocale()
  const { kind, lab, university, campus, parent, inside } = resource
  const tags = [...resource.tags, ...lab.tags].map(({ tag }) => tag)
  return (
    <Section title={t('facts')}>
      <DataList
        items={[
          { label: t('kind'), value: locale === 'en' ? kind.en : kind.zh },
          { label: t('makerModel'), value: makerAndModel(resource) },
          { label: t('capacity'), value: resource.capacity > 1 ? t('capacityValue', { count: resource.capacity }) : null },
          {
            label: t('formerNames'),
            value: resource.formerNames.length > 0 ? <GivenNames names={resource.formerNames} /> : null,
          },
          {
            label: t('lab'),
            value: (
              <Link to={paths.lab(lab.id)} className={link}>
                <Bilingual value={{ zh: lab.nameZh, en: lab.nameEn }} />
              </Link>
            ),
          },
          {
            label: t('university'),
            value: (
              <Link to={paths.university(university.id)} className={link}>
                <Bilingual value={{ zh: university.nameZh, en: university.nameEn }} />
              </Link>
            ),
          },
          { label: t('campus'), value: <Bilingual value={{ zh: campus.nameZh, en: campus.nameEn }} /> },
          {
            label: t('partOf'),
            value: parent ? (
              <Link to={paths.resource(parent.id)} className={link}>
                <ResourceName resource={parent} />
              </Link>
            ) : null,
          },
          {
            label: t('contains'),
            value:
              inside.length === 0 ? null : (
                <ul>
                  {inside.map((each) => (
                    <li key={each.id}>
                      <Link to={paths.resource(each.id)} className={link}>
                        <ResourceName resource={each} />
                      </Link>
                    </li>
                  ))}
                </ul>
              ),
          },
          {
            label: t('tags'),
            value:
              tags.length === 0 ? null : <TagLinks tags={tags} />,
          },
        ]}
      />
    </Section>
  )
}

/** How it can be used, and what to beware of. */
export function WaysOfUse({ resource }: Part<'modes' | 'needsQualification' | 'hazards' | 'room'>) {
  const t = useTranslations('catalogue.resource')
  const words = useTranslations('common.mode')
  const { modes, needsQualification, hazards, room } = resource
  return (
    <>
      <Section title={t('modes')}>
        <DataList
          items={modes.map((mode) => ({
            label: words(mode),
            value: t(mode === 'self_operation' && needsQualification ? 'mode.self_operation_qualified' : `mode.${mode}`),
          }))}
        />
      </Section>
      {hazards.length === 0 && !room?.safetyLevel ? null : (
        <Section title={t('hazards')}>
          <p className="flex flex-wrap gap-1.5">
            {hazards.map((each) => (
              <Badge key={each}>{t.has(`hazard.${each as 'other'}`) ? t(`hazard.${each as 'other'}`) : each}</Badge>
            ))}
            {room?.safetyLevel ? (
              <Badge>{t('safetyLevel', { level: ['I', 'II', 'III', 'IV'][room.safetyLevel - 1] ?? '' })}</Badge>
            ) : null}
          </p>
        </Section>
      )}
    </>
  )
}

/** Gate, building, room and visitor registration. */
export function WayIn({ resource }: { resource: Omit<ResourcePage, 'prices'> }) {
  const t = useTranslations('catalogue.resource')
  const { gateZh, gateEn, accessZh, accessEn, room } = resource
  const building = { zh: resource.buildingZh ?? room?.buildingZh, en: resource.buildingEn ?? room?.buildingEn }
  const number = resource.roomNumber ?? room?.number ?? null
  const items = [
    { label: t('gate'), value: gateZh || gateEn ? <Bilingual value={{ zh: gateZh, en: gateEn }} /> : null },
    { label: t('building'), value: building.zh || building.en ? <Bilingual value={building} /> : null },
    { label: t('room'), value: number },
    { label: t('registration'), value: accessZh || accessEn ? <Bilingual value={{ zh: accessZh, en: accessEn }} /> : null },
  ]
  return (
    <Section title={t('access')}>
      {items.every((each) => each.value === null) ? (
        <p className="text-muted">{t('accessUnknown')}</p>
      ) : (
        <DataList items={items} />
      )}
    </Section>
  )
}

/** Documents, whom to ask, and how the resource is known to the authorities. */
export function ResourceRest({ resource }: { resource: Omit<ResourcePage, 'prices'> }) {
  const t = useTranslations('catalogue.resource')
  const { ratedClass, ratedHours: hours } = resource
  return (
    <>
      <Section title={t('documents')}>
        {resource.documents.length === 0 ? <p className="text-muted">{t('noDocuments')}</p> : <DocumentList documents={resource.documents} />}
      </Section>
      <div id="contact">
        <Section title={t('contact')}>
          <LabContact lab={contactOf(resource)} hidesPhone={resource.hidesPhone} />
        </Section>
      </div>
      <Section title={t('codes')}>
        <DataList
          items={[
            { label: t('nrii'), value: resource.nriiClass },
            { label: t('rated'), value: t('ratedValue', { class: t(`ratedClass.${ratedClass}`), hours }) },
            { label: t('asset'), value: resource.assetNumber },
            { label: t('notOpenReason'), value: resource.notOpenReason },
          ]}
        />
      </Section>
    </>
  )
}
