import { z } from 'zod'
import { RESOURCE_MODES } from '~/domain/booking/facts'
import type { Eligibility } from '~/domain/eligibility/judge'

/** Eligibility as the JSON API gives it. */

const reasonShape = z.looseObject({ code: z.string(), stops: z.boolean(), fix: z.looseObject({ kind: z.string() }).nullable() })

export const eligibilityShape = z.object({
  resourceId: z.string(),
  standing: z.enum(['may', 'may_with_steps', 'may_not']),
  /** The modes that are open now. */
  usable: z.array(z.enum(RESOURCE_MODES)),
  reasons: z.array(reasonShape),
  recognisedFrom: z.string().nullable(),
  needsDeclaration: z.boolean(),
  forbidsLoneNight: z.boolean(),
})

export function eligibilityJson(resourceId: string, found: Eligibility): z.output<typeof eligibilityShape> {
  return { ...found, resourceId, reasons: found.reasons.map((each) => ({ ...each })) }
}
