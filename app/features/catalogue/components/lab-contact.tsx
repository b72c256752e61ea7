import { useTranslations } from 'use-intl'
import { Bilingual } from '~/ui/bilingual'
import { DataList } from '~/ui/data-list'

export type LabContactProps = {
  lab: {
    contactNameZh: string | null
    contactNameEn: string | null
    contactEmail: string | null
    contactPhone: string | null
    emergencyPhone: string | null
  }
  /** There is a number that only people who have signed in are shown. */
  hidesPhone?: boolean
}

const link = 'text-accent underline underline-offset-4'

/** Whom to ask; a lab without any contact says so. */
export function LabContact({ lab, hidesPhone = false }: LabContactProps) {
  const t = useTranslations('catalogue.resource')
  const { contactNameZh, contactNameEn, contactEmail, contactPhone, emergencyPhone } = lab
  const hasName = contactNameZh !== null || contactNameEn !== null
  if (!hasName && contactEmail === null && contactPhone === null && emergencyPhone === null && !hidesPhone) {
    return <p className="text-muted">{t('contactUnknown')}</p>
  }
  return (
    <DataList
      items={[
        { label: t('contact'), value: hasName ? <Bilingual value={{ zh: contactNameZh, en: contactNameEn }} /> : null },
        {
          label: t('mail'),
          value: contactEmail === null ? null : <a className={link} href={`mailto:${contactEmail}`}>{contactEmail}</a>,
        },
        {
          label: t('phone'),
          value: hidesPhone ? <span className="text-muted">{t('phoneHidden')}</span> : contactPhone === null ? null : <a className={link} href={`tel:${contactPhone}`}>{contactPhone}</a>,
        },
        {
          label: t('emergency'),
          value: emergencyPhone === null ? null : <a className={link} href={`tel:${emergencyPhone}`}>{emergencyPhone}</a>,
        },
      ]}
    />
  )
}
