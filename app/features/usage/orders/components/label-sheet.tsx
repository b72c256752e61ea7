import { encode } from 'uqr'
import type { OrderView } from '~/features/usage/orders/queries.server'

const A_PAGE = 24

/** A QR code as one path: it prints sharply at any size. */
export function QrCode({ text }: { text: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: 2 })
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return (
    <svg viewBox={`0 0 ${size} ${size}`} aria-hidden="true" shapeRendering="crispEdges" className="h-full w-auto">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}

/**
 * Labels of an order's samples, 24 an A4 sheet. On each the code, the number and the machine in both languages, since
 * whoever unpacks them may read either.
 */
export function LabelSheet({ order, address, storage }: { order: OrderView; address: string; storage: { zh: string; en: string } | null }) {
  const pages = Array.from({ length: Math.ceil(order.samples.length / A_PAGE) }, (_, page) => order.samples.slice(page * A_PAGE, (page + 1) * A_PAGE))
  const { resource } = order
  return pages.map((samples, page) => (
    <ul key={page} data-label-sheet className="grid w-[210mm] max-w-full grid-cols-[repeat(3,minmax(0,1fr))] max-sm:grid-cols-1">
      {samples.map(({ id, number, name }) => (
        <li key={id} className="grid h-[37mm] grid-cols-[26mm_minmax(0,1fr)] items-center gap-[2mm] overflow-hidden border border-dashed border-line p-[3mm] print:border-transparent">
          <span className="h-[26mm]"><QrCode text={address} /></span>
          <span className="grid gap-[0.5mm] text-[8.5pt] leading-tight">
            <strong className="font-mono text-[12pt] tracking-wide">{order.code}-{number}</strong>
            {name ? <span className="line-clamp-1 break-all">{name}</span> : null}
            <span lang="zh-CN" className="line-clamp-2">{resource.nameZh}</span>
            {resource.nameEn ? <span lang="en" className="line-clamp-2">{resource.nameEn}</span> : null}
            {storage ? <span className="line-clamp-1"><span lang="zh-CN">{storage.zh}</span> <span lang="en">{storage.en}</span></span> : null}
          </span>
        </li>
      ))}
    </ul>
  ))
}
