import { Link } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { StillThere } from '~/features/usage/machine/components/machine-view'
import { UseButtons } from '~/features/usage/machine/components/use-buttons'
import type { OwnUse } from '~/features/usage/machine/own.server'
import { paths } from '~/platform/paths'

/** In a list, the buttons of a booking's uses that can be begun or ended now. */
export function RowUses({ uses }: { uses: readonly OwnUse[] | undefined }) {
  return (uses ?? []).map((use) => <UseButtons key={use.itemId} use={use} />)
}

type Props = { uses: readonly OwnUse[]; stillThere: Record<string, Date>; zones: Record<string, string> }

/** On the booking's own page: the same buttons, and that the one before is still there. */
export function BookingUses({ uses, stillThere, zones }: Props) {
  const t = useTranslations('usageMachine')
  return (
    <>
      {Object.entries(stillThere).map(([itemId, ended]) => <StillThere key={itemId} ended={ended} timeZone={zones[itemId] ?? 'Asia/Shanghai'} />)}
      {uses.map((use) => (
        <div key={use.itemId} className="flex flex-wrap items-center gap-3">
          <UseButtons use={use} />
          <Link className="underline underline-offset-4" to={paths.atMachine(use.resourceId, { item: use.itemId })}>{t('open')}</Link>
        </div>
      ))}
    </>
  )
}
