import { z } from 'zod'

export const DEVICE_KINDS = ['kiosk', 'meter', 'agent'] as const
export type DeviceKind = (typeof DEVICE_KINDS)[number]

export const deviceForm = z.object({
  name: z.string().trim().min(1).max(60).refine((text) => !/\p{Cc}/u.test(text) && text.isWellFormed()),
  kind: z.enum(DEVICE_KINDS),
})
export const deviceIdForm = z.object({ id: z.uuid() })
