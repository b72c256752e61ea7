import { Link } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import type { OriginClass } from '~/domain/pricing/quote'
import { HourlyPriceText } from '~/features/catalogue/components/hourly-price'
import { IllustrativeMark } from '~/features/catalogue/components/illustrative-mark'
import { ResourceName, SecondName } from '~/features/catalogue/components/resource-name'
import { Thumbnail } from '~/features/catalogue/files/components/gallery'
import type { Attached } from '~/features/catalogue/files/queries.server'
import type { HourlyPrice } from '~/features/catalogue/hourly-price'
import type { WeekView } from '~/features/finder/availability.server'
import { NextFreeText } from '~/features/finder/components/next-free-text'
import { RowStandingText } from '~/features/finder/components/row-standing-text'
import type { RowStanding } from '~/features/finder/row-standing'
import type { FoundResource } from '~/features/finder/search.server'
import { paths } from '~/platform/paths'
import { Badge } from '~/ui/badge'
import { Bilingual } from '~/ui/bilingual'
import { WeekStrip } from '~/ui/week-strip'

export type ResultRowProps = {
  resource: Omit<FoundResource, 'prices'>
  week: WeekView | null
  price: HourlyPrice | null
  thumbnail?: Attached | null
  /** Whose price it is; null: the span of list prices. */
  origin: OriginClass | null
  /** Null: nobody is signed in, or the row says it already. */
  standing?: RowStanding | null
  now: Date
}

export function ResultRow({ resource, week, price, origin, now, thumbnail = null, standing = null }: ResultRowProps) {
  const t = useTranslations('catalogue')
  const words = useTranslations('common')
  const { lab, university, campus, modes } = resource
  return (
    <article className="grid gap-x-6 gap-y-2 border-b border-line py-4 md:grid-cols-[minmax(0,1fr)_15rem]">
      <div className={thumbnail ? 'grid content-start gap-1 sm:grid-cols-[120px_minmax(0,1fr)] sm:gap-x-4' : 'grid content-start gap-1'}>
        {thumbnail ? <div className="sm:row-span-5"><Thumbnail file={thumbnail} alt="" /></div> : null}
        <h2 className="text-base break-words">
          <Link
            to={paths.resource(resource.id)}
            data-result
            className="font-semibold text-accent underline decoration-line underline-offset-4 hover:decoration-current"
          >
            <ResourceName resource={resource} />
          </Link>
        </h2>
        <p className="break-words text-sm text-muted">
          <SecondName resource={resource} />
        </p>
        <p className="break-words">
          <Bilingual value={{ zh: lab.nameZh, en: lab.nameEn }} />
        </p>
        <p className="text-muted">
          <Bilingual value={{ zh: university.nameZh, en: university.nameEn }} />
          {' · '}
          <Bilingual value={{ zh: campus.nameZh, en: campus.nameEn }} />
        </p>
        <p className="flex flex-wrap gap-1.5">
          <LevelBadge level={lab.level} />
          {modes.map((mode) => (
            <Badge key={mode}>{words(`mode.${mode as 'remote'}`)}</Badge>
          ))}
          {resource.needsQualification && modes.includes('self_operation') ? (
            <Badge>{t('list.needsQualification')}</Badge>
          ) : null}
          {resource.capacity > 1 ? <Badge>{t('list.capacity', { count: resource.capacity })}</Badge> : null}
          {resource.isIllustrative ? <IllustrativeMark /> : null}
        </p>
      </div>
      <div className="grid content-start gap-2">
        {week && week.nextFree.kind !== 'contact' && week.nextFree.kind !== 'elsewhere' ? <WeekStrip days={week.days} /> : null}
        {standing ? <RowStandingText standing={standing} /> : null}
        {week ? (
          <p className="text-sm">
            <NextFreeText nextFree={week.nextFree} now={now} />
          </p>
        ) : null}
        <p className="text-sm">
          <span className="text-muted">
            {origin === null
              ? t('price.list')
              : t('price.forMe', { origin: words(`originClass.${origin}`) })}
          </span>{' '}
          <HourlyPriceText price={price} />
        </p>
      </div>
    </article>
  )
}

export function LevelBadge({ level }: { level: string }) {
  const t = useTranslations('common.level')
  return <Badge>{t(level as 'national_key_lab')}</Badge>
}
