import type { ReactNode } from 'react'
import { Icon } from '~/ui/icon'
import type { IconName } from '~/ui/icon'

export type StateProps = {
  title: ReactNode
  children?: ReactNode
  action?: ReactNode
  /** `h1` when the state is the whole page. */
  heading?: 'h1' | 'h2' | 'h3'
}

function State({ icon, title, children, action, heading: Heading = 'h2' }: StateProps & { icon: IconName }) {
  return (
    <div className="grid max-w-reading justify-items-start gap-3 py-8">
      <Icon name={icon} className="size-8 text-faint" />
      <Heading>{title}</Heading>
      {children ? <div className="grid gap-2 text-muted">{children}</div> : null}
      {action ? <div className="flex flex-wrap gap-2">{action}</div> : null}
    </div>
  )
}

/** Nothing here yet: says what would be here and offers the next step. */
export const EmptyState = (props: StateProps & { icon?: IconName }) => (
  <State {...props} icon={props.icon ?? 'inbox'} />
)

export const ErrorState = (props: StateProps) => <State {...props} icon="alert" />

/** What it is, and who can grant it. */
export const NoPermission = (props: StateProps) => <State {...props} icon="lock" />
