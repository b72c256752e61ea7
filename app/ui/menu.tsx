import { Link } from '@remix-run/react'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { cx } from '~/ui/cx'

export type MenuItem = { label: ReactNode; isDanger?: boolean } & (
  | { to: string; onSelect?: never }
  | { onSelect: () => void; to?: never }
)

/** Further actions behind one button. Needs JavaScript: never the only way to do something. */
export function Menu({ trigger, items }: { trigger: ReactNode; items: readonly MenuItem[] }) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          className="z-50 min-w-40 rounded-md border border-line bg-surface p-1 shadow-float"
        >
          {items.map((item, index) => (
            <DropdownMenu.Item
              key={index}
              asChild={item.to !== undefined}
              onSelect={item.onSelect}
              className={cx(
                'block cursor-default rounded-sm px-3 py-1.5 outline-none data-highlighted:bg-accent-soft',
                item.isDanger && 'text-refused',
              )}
            >
              {item.to === undefined ? item.label : <Link to={item.to}>{item.label}</Link>}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
