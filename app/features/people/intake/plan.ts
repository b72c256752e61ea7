import { z } from 'zod'
import { INTAKE_FIELDS, type IntakeField } from '~/domain/intake/fields'
import { AFFILIATION_KINDS } from '~/features/auth/kinds'

/** How a file is to be understood, as it is kept with the intake. */
export const intakePlan = z.object({
  /** The field of each column; null: left out. */
  columns: z.array(z.enum(INTAKE_FIELDS as [IntakeField, ...IntakeField[]]).nullable()).default([]),
  /** Columns with identity-card numbers: never brought in. */
  closed: z.array(z.number().int()).default([]),
  defaults: z
    .object({
      /** Of people whose row does not say what they are. */
      kind: z.enum(AFFILIATION_KINDS).nullable().default(null),
      /** Below it an exam is not passed, in hundredths of full marks. */
      passScore: z.number().int().min(0).max(100).nullable().default(null),
      /** How long an exam counts where its row says no end. */
      validMonths: z.number().int().min(1).max(600).nullable().default(null),
      /** The system that uses and totals come from, where a row does not say. */
      system: z.string().max(60).nullable().default(null),
    })
    .prefault({}),
})
export type IntakePlan = z.output<typeof intakePlan>

export const INTAKE_OUTCOMES = ['refused', 'added', 'changed', 'same'] as const
export type IntakeOutcome = (typeof INTAKE_OUTCOMES)[number]

export const intakeProgress = z.object({
  /** The first values of each column. */
  samples: z.array(z.array(z.string())).default([]),
  /** Rows read, of a file whose length is known only at its end. */
  read: z.number().default(0),
  applied: z.number().default(0),
  toApply: z.number().default(0),
  counts: z.record(z.enum(INTAKE_OUTCOMES), z.number()).catch({ refused: 0, added: 0, changed: 0, same: 0 }),
  /** Rows that are brought in and should be looked at nevertheless. */
  warned: z.number().default(0),
  /** Whether those who are new get a mail to set a password. */
  invites: z.boolean().default(false),
})
export type IntakeProgress = z.output<typeof intakeProgress>
export const NO_INTAKE_PROGRESS: IntakeProgress = intakeProgress.parse({})
