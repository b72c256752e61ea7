import type { OrderView } from '~/features/usage/orders/queries.server'
import { QrCode } from '~/ui/qr-code'

const A_PAGE = 24

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
          <QrCode text={address} label="" className="size-[26mm]" />
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
