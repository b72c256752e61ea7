import { z } from 'zod'
import { INCIDENT_SEVERITIES } from '~/domain/incidents/severity'
import { optionalLine, requiredLine } from '~/features/people/qualifications/schema'

/** A resource or a room, as `resource:<id>` or `room:<id>`. */
export const incidentPlace = z.string().regex(/^(resource|room):[^\0]{1,100}$/, { error: 'choice' }).refine((text) => text.isWellFormed(), { error: 'choice' })

export const reportForm = z.object({
  key: z.uuid(),
  place: incidentPlace,
  severity: z.enum(INCIDENT_SEVERITIES),
  at: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/, { error: 'datetime' }),
  what: requiredLine(4000),
  measures: optionalLine(4000),
})
export type ReportInput = z.output<typeof reportForm>

export const closeForm = z.object({ version: z.coerce.number().int().min(1), measures: requiredLine(4000) })
export type CloseInput = z.output<typeof closeForm>

export const suspendForm = z.object({
  right: z.string().regex(/^(qualification|admission):[0-9a-f-]{36}$/, { error: 'choice' }),
  version: z.coerce.number().int().min(0),
  reason: requiredLine(500),
})
export type SuspendInput = z.output<typeof suspendForm>

export const INCIDENT_STATES = ['open', 'closed'] as const
export type IncidentState = (typeof INCIDENT_STATES)[number]
