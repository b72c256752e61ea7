import type { ReactNode } from 'react'

/* Drawn for this product on a 20 px grid with a 1.5 px line. Always beside a word. */
const shapes = {
  search: <path d="M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12Zm4.3-1.7L17 17" />,
  flask: <path d="M8 3v5L3.8 15a1.4 1.4 0 0 0 1.2 2h10a1.4 1.4 0 0 0 1.2-2L12 8V3M6.8 3h6.4M6 12h8" />,
  building: <path d="M3 17h14M4.5 17V8L10 4l5.5 4v9M8 17v-4h4v4M8 9.5h.01M12 9.5h.01" />,
  help: <path d="M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM8 8a2 2 0 1 1 2.8 1.9c-.5.2-.8.6-.8 1.1v.5M10 13.8h.01" />,
  calendar: <path d="M4 5h12v12H4zM4 8.5h12M7.5 3v3M12.5 3v3" />,
  list: <path d="M7.5 5.5h9M7.5 10h9M7.5 14.5h9M3.6 5.5h.01M3.6 10h.01M3.6 14.5h.01" />,
  clock: <path d="M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm0-11v4.2l2.6 1.6" />,
  check: <path d="m4 10.5 4 4 8-9" />,
  cross: <path d="m5 5 10 10M15 5 5 15" />,
  alert: <path d="M10 3.5 2.8 16.5h14.4zM10 8.5v3.5M10 14.2h.01" />,
  person: <path d="M10 10a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM3.8 17a6.2 6.2 0 0 1 12.4 0" />,
  people: <path d="M7.5 10a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM2.5 16.5a5 5 0 0 1 10 0M13 4.7a2.7 2.7 0 0 1 0 5M14.5 12.2a5 5 0 0 1 3 4.3" />,
  inbox: <path d="M3 11.5 5.2 4h9.6l2.2 7.5V16H3zM3 11.5h4.2l1 2h3.6l1-2H17" />,
  chart: <path d="M3.5 16.5h13M6 16.5v-5M10 16.5v-9M14 16.5v-12" />,
  settings: <path d="M3 6h7M14 6h3M3 14h3M10 14h7M12 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM8 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z" />,
  pin: <path d="M10 17s5-4.6 5-8.5a5 5 0 0 0-10 0C5 12.4 10 17 10 17Zm0-6.7a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6Z" />,
  filter: <path d="M3 5h14M6 10h8M8.5 15h3" />,
  download: <path d="M10 3v9M6.5 8.8 10 12.3l3.5-3.5M4 16.5h12" />,
  lock: <path d="M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 6 0V9" />,
  tool: <path d="M12.6 3.4a4 4 0 0 0-4.9 5.2L3.4 13a1.9 1.9 0 0 0 2.7 2.7l4.4-4.4a4 4 0 0 0 5.2-4.9L13.3 8.8 11.2 6.7z" />,
  info: <path d="M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm0-8v4.5M10 6.5h.01" />,
  left: <path d="m12 5-5 5 5 5" />,
  right: <path d="m8 5 5 5-5 5" />,
  down: <path d="m5 8 5 5 5-5" />,
  up: <path d="m5 12 5-5 5 5" />,
  sort: <path d="m7 8 3-3.5L13 8M7 12l3 3.5 3-3.5" />,
} as const satisfies Record<string, ReactNode>

export type IconName = keyof typeof shapes

export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg
      viewBox="0 0 20 20"
      className={className ?? 'size-5 shrink-0'}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {shapes[name]}
    </svg>
  )
}
