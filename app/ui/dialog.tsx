import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { buttonClass } from '~/ui/button'
import { cx } from '~/ui/cx'
import { Icon } from '~/ui/icon'

export type DialogProps = {
  title: ReactNode
  description?: ReactNode
  isOpen?: boolean
  onOpenChange?: (isOpen: boolean) => void
  /** The button that opens it; leave out when the page opens it itself. */
  trigger?: ReactNode
  children: ReactNode
}

const frames = {
  dialog:
    'left-1/2 top-1/2 max-h-[85dvh] w-[min(32rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 rounded-md',
  sheet: 'slide-in inset-y-0 right-0 w-[min(28rem,100vw)] border-l border-line',
}

function Frame({ kind, ...props }: DialogProps & { kind: keyof typeof frames }) {
  const t = useTranslations('common.action')
  const { title, description, isOpen, onOpenChange, trigger, children } = props
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      {trigger ? <Radix.Trigger asChild>{trigger}</Radix.Trigger> : null}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={cx('fixed z-50 overflow-y-auto bg-surface p-6 shadow-float', frames[kind])}
        >
          <div className="mb-4 flex items-start justify-between gap-4">
            <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
            <Radix.Close className={cx(buttonClass('quiet', 'small'), '-mr-2')}>
              <Icon name="cross" className="size-4" />
              {t('close')}
            </Radix.Close>
          </div>
          {description ? (
            <Radix.Description className="mb-4 text-muted">{description}</Radix.Description>
          ) : null}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** A question in the middle of the page. */
export const Dialog = (props: DialogProps) => <Frame kind="dialog" {...props} />

/** Work at the side, with the page still in sight; the whole screen on a phone. */
export const Sheet = (props: DialogProps) => <Frame kind="sheet" {...props} />
