import { z } from 'zod'
import { RESOURCE_MODES } from '~/domain/booking/facts'
import { INVENTORY_FIELDS } from '~/domain/inventory/fields'

/** How a file is to be understood, as it is kept with the import. */
export const SHARE_SCOPES = ['own_university', 'alliance', 'all', 'contact_only'] as const
export const VALUE_UNITS = ['yuan', 'ten_thousand'] as const

const labChoice = z.union([z.literal('create'), z.literal('leave_out'), z.object({ labId: z.string() })])

export const importPlan = z.object({
  /** The field of each column; null: left out. */
  columns: z.array(z.enum(INVENTORY_FIELDS).nullable()).default([]),
  valueUnit: z.enum(VALUE_UNITS).default('yuan'),
  defaults: z
    .object({
      labId: z.string().nullable().default(null),
      campusId: z.string().nullable().default(null),
      kindId: z.string().nullable().default(null),
      shareScope: z.enum(SHARE_SCOPES).default('alliance'),
      modes: z.array(z.enum(RESOURCE_MODES)).default(['assisted_booking']),
    })
    .prefault({}),
  /** By folded name of the lab in the file. */
  labChoices: z.record(z.string(), labChoice).default({}),
  /** The labs whose rows it may bring; null: the whole university. */
  labIds: z.array(z.string()).nullable().default(null),
})
export type ImportPlan = z.output<typeof importPlan>

export const OUTCOMES = ['refused', 'added', 'changed', 'missing', 'same'] as const
export type Outcome = (typeof OUTCOMES)[number]

export const importProgress = z.object({
  /** The first values of each column. */
  samples: z.array(z.array(z.string())).default([]),
  /** Rows read, of a file whose length is known only at its end. */
  read: z.number().default(0),
  applied: z.number().default(0),
  toApply: z.number().default(0),
  counts: z.record(z.enum(OUTCOMES), z.number()).catch({ refused: 0, added: 0, changed: 0, missing: 0, same: 0 }),
  /** Labs of the file that we do not have, with how many rows name them. */
  labs: z.array(z.object({ name: z.string(), rows: z.number() })).default([]),
  unknownKinds: z.number().default(0),
})
export type ImportProgress = z.output<typeof importProgress>
export const NO_PROGRESS: ImportProgress = importProgress.parse({})
