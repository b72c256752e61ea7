import { checkChain, sealAudit } from '~/features/audit/seal.server'
import { log } from '~/platform/log.server'
import type { Tasks } from '~/platform/jobs.server'

/** Long enough for a log of many years. */
const WHOLE_CHAIN_MS = 30 * 60_000

export const tasks: Tasks = {
  'seal-audit': async (_payload, { signal }) => {
    await sealAudit(signal)
  },
  'check-audit': async () => {
    const { fault } = await checkChain(WHOLE_CHAIN_MS)
    if (fault) log.error('the audit log was tampered with', { seal: fault.seal, kind: fault.kind, after: fault.after, last: fault.last })
  },
}

/* 18:37 UTC is the middle of the alliance's night. */
export const cron = `
*/5 * * * * seal-audit ?jobKey=seal-audit&max=3
37 18 * * * check-audit ?jobKey=check-audit&max=3`
