import type { Card } from '~/features/usage/cards/queries.server'
import { QrCode } from '~/ui/qr-code'

/** Cards for a sheet of A4, eight a page, with lines to cut along. */
export function CardSheet({ cards }: { cards: readonly Card[] }) {
  return (
    <ul className="grid border-l border-t border-dashed border-control sm:grid-cols-2 print:grid-cols-2">
      {cards.map((each) => (
        <li key={each.id} className="grid h-[64mm] grid-cols-[40mm_minmax(0,1fr)] items-center gap-[4mm] overflow-hidden border-b border-r border-dashed border-control bg-white p-[4mm] text-black">
          <QrCode text={each.link} label={each.link} className="w-[40mm]" />
          <div className="grid min-w-0 content-center gap-[1mm] leading-tight">
            <p className="line-clamp-3 break-words text-[13pt] font-medium" lang="zh-CN">{each.zh}</p>
            {each.en ? <p className="line-clamp-3 break-words text-[9pt]" lang="en">{each.en}</p> : null}
            {each.place ? <p className="break-words text-[9pt]">{each.place}</p> : null}
            <p className="mt-[2mm] text-[9pt]" lang="zh-CN">{each.scan.zh}</p>
            <p className="text-[8pt]" lang="en">{each.scan.en}</p>
            <p className="break-all font-mono text-[6.5pt]">{each.link}</p>
          </div>
        </li>
      ))}
    </ul>
  )
}
