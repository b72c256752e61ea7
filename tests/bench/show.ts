import type { Figures } from './measure'

/** One line of the table; `isFirst` puts the heads above it. */
export function show(each: Figures, isFirst: boolean): Figures {
  const { web = 0, database = 0, client = 0 } = each.cores ?? {}
  const cost = each.cpuMs === null ? '' : `${each.cpuMs.web.toFixed(2)}/${each.cpuMs.database.toFixed(2)}`
  const cells = [
    each.name.padEnd(38), `${each.clients}`.padStart(3), each.perSecond.toFixed(0).padStart(7), each.p50Ms.toFixed(1).padStart(8), each.p99Ms.toFixed(1).padStart(8),
    `${web.toFixed(2)}/${database.toFixed(2)}/${client.toFixed(2)}`.padStart(16), cost.padStart(12), (each.allowedPerSecond?.toFixed(0) ?? '').padStart(8), each.transactions.toFixed(1).padStart(5), `  ${each.boundBy}`,
  ]
  if (isFirst) process.stdout.write(`\n${'what'.padEnd(38)} cl.     /s  p50 ms   p99 ms     web/db/client  ms web/db  allows/s  tx.   bound by\n`)
  process.stdout.write(`${cells.join(' ')}${each.wrong > 0 ? `  ${each.wrong} WRONG ANSWERS` : ''}\n`)
  return each
}
