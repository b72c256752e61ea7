import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { cx } from '~/ui/cx'
import { Icon } from '~/ui/icon'
import type { IconName } from '~/ui/icon'

export type NoticeTone = 'info' | 'warn' | 'refused' | 'ok'

const looks: Record<NoticeTone, { box: string; word: string; icon: IconName }> = {
  info: { box: 'border-control bg-sunken', word: 'text-ink', icon: 'info' },
  warn: { box: 'border-waiting-mark bg-waiting-soft', word: 'text-waiting', icon: 'alert' },
  refused: { box: 'border-refused bg-refused-soft', word: 'text-refused', icon: 'cross' },
  ok: { box: 'border-accent bg-accent-soft', word: 'text-accent', icon: 'check' },
}

export type NoticeProps = {
  tone: NoticeTone
  title?: ReactNode
  action?: ReactNode
  /** For a notice that appears later: `now` interrupts a screen reader, `later` waits its turn. */
  announce?: 'now' | 'later'
  children?: ReactNode
}

const liveRoles = { now: 'alert', later: 'status' }

export function Notice({ tone, title, action, announce, children }: NoticeProps) {
  const t = useTranslations('common.notice')
  const look = looks[tone]
  return (
    <div role={announce && liveRoles[announce]} className={cx('flex gap-3 border-l-4 px-4 py-2.5', look.box)}>
      <span className={cx('mt-0.5', look.word)}>
        <Icon name={look.icon} />
        <span className="sr-only">{t(tone)}</span>
      </span>
      <div className="min-w-0 flex-1">
        {title ? <p className={cx('font-medium', look.word)}>{title}</p> : null}
        {children ? <div>{children}</div> : null}
      </div>
      {action ? <div data-screen-only>{action}</div> : null}
    </div>
  )
}
