import { useTranslations } from 'use-intl'

/** Grey lines in place of content; they come to sight after 300 ms, so a quick answer never flickers. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  const t = useTranslations('common.state')
  return (
    <output className="late grid gap-3">
      <span className="sr-only">{t('loading')}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span
          key={line}
          aria-hidden="true"
          className="h-4 rounded-sm bg-sunken"
          style={{ width: `${92 - ((line * 17) % 40)}%` }}
        />
      ))}
    </output>
  )
}
