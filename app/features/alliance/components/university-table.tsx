import { Link } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import type { ListedUniversity } from '~/features/alliance/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { formatList } from '~/i18n/format'
import { paths } from '~/platform/paths'
import { Badge } from '~/ui/badge'
import { OtherName } from '~/ui/bilingual'
import { type Column, Table } from '~/ui/table'

const link = 'text-accent underline decoration-line underline-offset-4 hover:decoration-current'

type Props = { caption: string; universities: readonly ListedUniversity[] }

/** Members with their campuses and the way to what they bring in. */
export function UniversityTable({ caption, universities }: Props) {
  const locale = useLocale()
  const t = useTranslations('alliance.universities')
  const nameOf = ({ nameZh, nameEn }: { nameZh: string; nameEn: string }) =>
    bilingual({ zh: nameZh, en: nameEn }, locale).text
  const columns: Column<ListedUniversity>[] = [
    {
      key: 'name',
      label: t('name'),
      isRowHeader: true,
      cell: (row) => (
        <span className="grid gap-0.5">
          <span className="flex flex-wrap items-baseline gap-x-2">
            <Link to={paths.university(row.id)} className={link}>
              {nameOf(row)}
            </Link>
            {row.isChair ? <Badge>{t('chair')}</Badge> : null}
          </span>
          <OtherName value={{ zh: row.nameZh, en: row.nameEn }} />
        </span>
      ),
    },
    {
      key: 'campuses',
      label: t('campuses'),
      cell: (row) => formatList(row.campuses.map(nameOf), locale),
    },
    {
      key: 'labs',
      label: t('labs'),
      isNumeric: true,
      cell: (row) => (
        <Link
          to={paths.labs({ university: row.id })}
          className={link}
          aria-label={t('labsOf', { university: nameOf(row), count: row.labCount })}
        >
          {row.labCount}
        </Link>
      ),
    },
    {
      key: 'resources',
      label: t('resources'),
      isNumeric: true,
      cell: (row) => (
        <Link
          to={paths.resources({ university: row.id })}
          className={link}
          aria-label={t('resourcesOf', { university: nameOf(row), count: row.resourceCount })}
        >
          {row.resourceCount}
        </Link>
      ),
    },
  ]
  return <Table caption={caption} isCaptionHidden columns={columns} rows={universities} rowKey={({ id }) => id} />
}
