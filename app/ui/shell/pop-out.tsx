import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { cx } from '~/ui/cx'

type PopOutProps = {
  summary: ReactNode
  summaryClass?: string
  panelClass?: string
  children: ReactNode
}

/**
 * A panel behind a word, made of `details`: it opens without JavaScript, and with it also closes
 * on Escape, on a press elsewhere and when one of its links is followed.
 */
export function PopOut({ summary, summaryClass, panelClass, children }: PopOutProps) {
  const box = useRef<HTMLDetailsElement>(null)

  useEffect(() => {
    const details = box.current
    if (details === null) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !details.open) return
      details.open = false
      details.querySelector('summary')?.focus()
    }
    const onPress = (event: PointerEvent) => {
      if (event.target instanceof Node && !details.contains(event.target)) details.open = false
    }
    const onFollow = (event: MouseEvent) => {
      if (event.target instanceof Element && event.target.closest('a')) details.open = false
    }
    const onLeave = (event: FocusEvent) => {
      if (event.relatedTarget instanceof Node && !details.contains(event.relatedTarget)) {
        details.open = false
      }
    }
    document.addEventListener('keydown', onKey)
    document.addEventListener('pointerdown', onPress)
    details.addEventListener('click', onFollow)
    details.addEventListener('focusout', onLeave)
    return () => {
      document.removeEventListener('keydown', onKey)
      document.removeEventListener('pointerdown', onPress)
      details.removeEventListener('click', onFollow)
      details.removeEventListener('focusout', onLeave)
    }
  }, [])

  return (
    <details ref={box} className="group relative">
      <summary className={cx('list-none', summaryClass)}>{summary}</summary>
      <div
        className={cx(
          'absolute z-40 rounded-md border border-line bg-surface p-2 shadow-float',
          panelClass,
        )}
      >
        {children}
      </div>
    </details>
  )
}
