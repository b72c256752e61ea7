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
  /** `alert` for what the reader must hear at once, `status` for the rest that appears later. */
  role?: 'alert' | 'status'
  children?: ReactNode
}

export function Notice({ tone, title, action, role, children }: NoticeProps) {
  const t = useTranslations('common.notice')
  const look = looks[tone]
  return (
    <div role={role} className={cx('flex gap-3 border-l-4 px-4 py-2.5', look.box)}>
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
