import type { ReactNode } from 'react'
import { cx } from '~/ui/cx'

export type StatusTone = 'neutral' | 'ok' | 'waiting' | 'refused' | 'muted'

const tones: Record<StatusTone, string> = {
  neutral: 'border-line bg-sunken text-ink',
  ok: 'border-accent bg-accent-soft text-accent',
  waiting: 'border-waiting-mark bg-waiting-soft text-waiting',
  refused: 'border-refused bg-refused-soft text-refused',
  muted: 'border-line bg-surface text-muted',
}

/** Each tone has a shape of its own: the colour only repeats it. */
const shapes: Record<StatusTone, ReactNode> = {
  neutral: <circle cx="5" cy="5" r="3.25" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  ok: <path d="M1.5 5.2 4 7.7l4.5-5.2" fill="none" stroke="currentColor" strokeWidth="1.8" />,
  waiting: <path d="M1.5 1h7M1.5 9h7M2.5 1c0 3 5 5 5 8M7.5 1c0 3-5 5-5 8" fill="none" stroke="currentColor" strokeWidth="1.3" />,
  refused: <path d="m2 2 6 6M8 2 2 8" fill="none" stroke="currentColor" strokeWidth="1.8" />,
  muted: <path d="M1.5 5h7" fill="none" stroke="currentColor" strokeWidth="1.8" />,
}

/** A state in a word, with shape and colour. */
export function Status({ tone, children }: { tone: StatusTone; children: ReactNode }) {
  return (
    <span
      className={cx(
        'inline-flex items-center gap-1 whitespace-nowrap rounded-sm border px-1.5 text-sm leading-6',
        tones[tone],
      )}
    >
      <svg viewBox="0 0 10 10" className="size-2.5 shrink-0" aria-hidden="true">
        {shapes[tone]}
      </svg>
      {children}
    </span>
  )
}

/** A quiet label, such as a lab's level or a tag. */
export function Badge({ children, title }: { children: ReactNode; title?: string }) {
  return (
    <span
      title={title}
      className="inline-block rounded-sm bg-sunken px-1.5 text-sm leading-6 text-muted"
    >
      {children}
    </span>
  )
}
