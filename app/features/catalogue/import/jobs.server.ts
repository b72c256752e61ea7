import { z } from 'zod'
import { applyRows } from '~/features/catalogue/import/apply.server'
import { readInventory } from '~/features/catalogue/import/read.server'
import type { Tasks } from '~/platform/jobs.server'

const payload = z.object({ importId: z.uuid() })

export const tasks: Tasks = {
  'inventory-read': async (input, { signal }) => readInventory(payload.parse(input).importId, signal),
  'inventory-apply': async (input, { now, signal }) => applyRows(payload.parse(input).importId, now, signal),
}
