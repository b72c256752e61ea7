import { Link } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { bilingual } from '~/i18n/bilingual'
import { paths } from '~/platform/paths'
import { Badge, Status } from '~/ui/badge'
import { OtherName } from '~/ui/bilingual'

type ShownLab = {
  id: string
  nameZh: string
  nameEn: string
  level: string
  access: 'open' | 'restricted'
  isConfirmed: boolean
  resourceCount: number
  /** The university's part in a lab that others host. */
  role?: 'lead' | 'member'
}

/** Labs by name and level, with what stands between a reader and a booking. */
export function LabList({ labs }: { labs: readonly ShownLab[] }) {
  const t = useTranslations('alliance.university')
  const words = useTranslations('common')
  const locale = useLocale()
  return (
    <ul className="grid">
      {labs.map((lab) => (
        <li key={lab.id} className="grid gap-1 border-b border-line py-3 last:border-b-0">
          <Link
            to={paths.lab(lab.id)}
            className="font-medium text-accent underline decoration-line underline-offset-4 hover:decoration-current"
          >
            {bilingual({ zh: lab.nameZh, en: lab.nameEn }, locale).text}
          </Link>
          <OtherName value={{ zh: lab.nameZh, en: lab.nameEn }} />
          <span className="flex flex-wrap items-baseline gap-1.5">
            <Badge>{words(`level.${lab.level as 'national_key_lab'}`)}</Badge>
            {lab.role ? <Badge>{t(lab.role)}</Badge> : null}
            {lab.access === 'restricted' ? <Status tone="muted">{t('restricted')}</Status> : null}
            {lab.isConfirmed ? null : <Status tone="waiting">{words('state.toBeConfirmed')}</Status>}
            {lab.resourceCount > 0 ? (
              <span className="text-sm text-muted">{t('resourceCount', { count: lab.resourceCount })}</span>
            ) : null}
          </span>
        </li>
      ))}
    </ul>
  )
}
