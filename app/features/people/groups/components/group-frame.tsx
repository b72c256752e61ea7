import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { GroupAct, GroupStanding } from '~/domain/people/group'
import { useName, usePersonText } from '~/features/people/groups/components/entry'
import type { GroupPage } from '~/features/people/groups/queries.server'
import { paths } from '~/platform/paths'
import { Status, type StatusTone } from '~/ui/badge'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { Page } from '~/ui/page'
import { Tabs } from '~/ui/tabs'

const TONES: Record<GroupStanding, StatusTone> = { unconfirmed: 'waiting', confirmed: 'ok', refused: 'refused', closed: 'muted' }

export function StandingBadge({ standing }: { standing: GroupStanding }) {
  const t = useTranslations('groups.standing')
  return <Status tone={TONES[standing]}>{t(standing)}</Status>
}

type Tab = 'people' | 'bookings' | 'costs' | 'conduct' | 'settings'
type FrameProps = { group: Pick<GroupPage, 'id' | 'nameZh' | 'nameEn' | 'standing' | 'university' | 'leader' | 'may' | 'inside'>; tab: Tab; action?: ReactNode; children: ReactNode }

/** The frame of a group's pages: who it is, how it stands, and the views that the reader may open. */
export function GroupFrame({ group, tab, action, children }: FrameProps) {
  const t = useTranslations('groups')
  const conduct = useTranslations('conduct.group')
  const name = useName()
  const person = usePersonText()
  const may = (act: GroupAct) => group.may.includes(act)
  const tabs: { key: Tab; to: string; isShown: boolean }[] = [
    { key: 'people', to: paths.group(group.id), isShown: true },
    { key: 'bookings', to: paths.groupBookings(group.id), isShown: may('steer') },
    { key: 'costs', to: paths.groupCosts(group.id), isShown: may('steer') },
    { key: 'conduct', to: paths.groupConduct(group.id), isShown: may('rename') },
    { key: 'settings', to: paths.groupSettings(group.id), isShown: may('rename') || may('hand_over') },
  ]
  const shown = tabs.filter((each) => each.isShown)
  return (
    <Page
      title={name({ zh: group.nameZh, en: group.nameEn })}
      lead={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <StandingBadge standing={group.standing} />
          <span>{t('ledBy', { university: name(group.university), leader: person(group.leader) })}</span>
        </span>
      }
      action={action}
      breadcrumbs={<Breadcrumbs items={[{ to: paths.groups(), label: t('title') }]} />}
    >
      {shown.length > 1 ? <Tabs label={t('tabs')} tabs={shown.map(({ key, to }) => ({ to, label: key === 'conduct' ? conduct('tab') : t(`tab.${key}`), isCurrent: key === tab }))} /> : null}
      {children}
    </Page>
  )
}
