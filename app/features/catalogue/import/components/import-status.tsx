import { useTranslations } from 'use-intl'
import { type Outcome, OUTCOMES } from '~/features/catalogue/import/plan'
import { Status, type StatusTone } from '~/ui/badge'

type ImportStatus = 'mapping' | 'reading' | 'checked' | 'applying' | 'applied' | 'failed' | 'discarded'

const tones: Record<ImportStatus, StatusTone> = {
  mapping: 'waiting', reading: 'neutral', checked: 'waiting', applying: 'neutral', applied: 'ok', failed: 'refused', discarded: 'muted',
}

export function ImportStatusBadge({ status }: { status: ImportStatus }) {
  const t = useTranslations('inventory.status')
  return <Status tone={tones[status]}>{t(status)}</Status>
}

/** How many rows do what, those without any left out. */
export function ImportCounts({ counts }: { counts: Partial<Record<Outcome, number>> }) {
  const t = useTranslations('inventory.outcome')
  const shown = OUTCOMES.filter((each) => (counts[each] ?? 0) > 0)
  if (shown.length === 0) return null
  return (
    <ul className="flex flex-wrap gap-x-3 text-sm tabular-nums">
      {shown.map((each) => (
        <li key={each}>
          {t(each)} {counts[each]}
        </li>
      ))}
    </ul>
  )
}
