/** What of somebody's conduct is found from facts; misuse alone is reported by people. */
export const CONDUCT_KINDS = ['no_show', 'late', 'early_leave', 'overrun', 'misuse'] as const
export type ConductKind = (typeof CONDUCT_KINDS)[number]

/** How far a consequence reaches, narrowest first. */
export const CONDUCT_SCOPES = ['resource', 'lab', 'university', 'alliance'] as const
export type ConductScope = (typeof CONDUCT_SCOPES)[number]

/** What follows: word of it, booking with approval only, or no booking for a time. The last two need a human's decision. */
export const EFFECTS = ['warning', 'approval_only', 'suspended'] as const
export type Effect = (typeof EFFECTS)[number]
export const isHeavy = (effect: Effect): boolean => effect !== 'warning'

/** Why somebody could not help it. */
export const EXCUSES = ['illness', 'transport', 'weather', 'resource_fault', 'lab_cancelled', 'emergency', 'other'] as const
export type Excuse = (typeof EXCUSES)[number]

/** Withdrawn: proposed, and then the findings no longer bore it. Lifted: in force, and then ended early. */
export const CONSEQUENCE_STATUSES = ['proposed', 'in_force', 'refused', 'lifted', 'withdrawn'] as const
export type ConsequenceStatus = (typeof CONSEQUENCE_STATUSES)[number]
