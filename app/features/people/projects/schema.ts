import { z } from 'zod'
import { PROJECT_KINDS, PROJECT_ROLES } from '~/domain/people/project'
import { PAYER_ROWS, shareOfPercent, WHOLE } from '~/domain/people/shares'
import { isPlainDate } from '~/domain/time/zone'
import { optionalId, optionalText, requiredText, version } from '~/features/catalogue/fields'

const optionalDate = z
  .string()
  .trim()
  .refine((text) => text === '' || (isPlainDate(text) && text > '1990' && text < '2200'), { error: 'date' })
  .optional()
  .transform((text) => text || null)

/** Hours as people write them, kept in seconds; a budget beyond 200,000 hours is a slip of the key. */
const optionalHours = z.coerce
  .number()
  .min(0.5)
  .max(200_000)
  .optional()
  .transform((hours) => (hours === undefined ? null : Math.round(hours * 3600)))

const cell = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .optional()
    .transform((text) => text ?? '')

const payerCells = {
  payerGroup0: cell(100), payerLabel0: cell(120), payerShare0: cell(12),
  payerGroup1: cell(100), payerLabel1: cell(120), payerShare1: cell(12),
  payerGroup2: cell(100), payerLabel2: cell(120), payerShare2: cell(12),
  payerGroup3: cell(100), payerLabel3: cell(120), payerShare3: cell(12),
}
type PayerCells = { [K in keyof typeof payerCells]: string }
const payerIn = (project: PayerCells, row: (typeof PAYER_ROWS)[number]) => ({
  group: project[`payerGroup${row}`], label: project[`payerLabel${row}`], share: project[`payerShare${row}`],
})

export const projectSchema = z
  .object({
    kind: z.enum(PROJECT_KINDS),
    nameZh: requiredText(200),
    nameEn: requiredText(200),
    number: optionalText(80),
    fundingSource: optionalText(120),
    level: optionalText(80),
    discipline: optionalText(120),
    startsOn: optionalDate,
    endsOn: optionalDate,
    budgetHours: optionalHours,
    yearlyHours: optionalHours,
    universities: z.array(z.string().max(40)).max(60).default([]),
    partners: z.array(z.uuid()).max(40).default([]),
    leadUniversity: optionalId,
    ...payerCells,
  })
  .superRefine((project, context) => {
    const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (project.startsOn && project.endsOn && project.startsOn > project.endsOn) wrong('endsOn', 'groups.rules.ends_before_start')
    if (project.leadUniversity && !project.universities.includes(project.leadUniversity)) wrong('leadUniversity', 'groups.rules.lead_no_partner')
    let sum = 0
    const filled = PAYER_ROWS.filter((row) => Object.values(payerIn(project, row)).some((text) => text !== ''))
    for (const row of filled) {
      const { group, label, share } = payerIn(project, row)
      const part = shareOfPercent(share)
      if ((group === '') === (label === '')) wrong(`payerGroup${row}`, 'groups.rules.payer_is_one')
      if (part === null) wrong(`payerShare${row}`, 'groups.rules.share_no_percent')
      sum += part ?? 0
    }
    if (filled.length > 0 && sum !== WHOLE) wrong(`payerShare${filled.at(-1) ?? 0}`, 'groups.rules.shares_no_whole')
  })
  .transform((project) => {
    const { kind, nameZh, nameEn, number, fundingSource, level, discipline, startsOn, endsOn, budgetHours, yearlyHours, universities, partners, leadUniversity } = project
    const payers = PAYER_ROWS.flatMap((row) => {
      const { group, label, share } = payerIn(project, row)
      const part = shareOfPercent(share)
      return part === null ? [] : [{ groupId: group || null, label: group ? null : label, share: part }]
    })
    return { kind, nameZh, nameEn, number, fundingSource, level, discipline, startsOn, endsOn, budgetHours, yearlyHours, universities, partners, leadUniversity, payers }
  })
export type ProjectInput = z.output<typeof projectSchema>

export const newProjectSchema = z.object({ key: z.uuid() })
export const versionSchema = z.object({ version })

const email = z.string().trim().toLowerCase().max(254).pipe(z.email())
export const addProjectMemberSchema = z.object({ email, role: z.enum(PROJECT_ROLES) })
export type AddProjectMemberInput = z.output<typeof addProjectMemberSchema>
export const endProjectMemberSchema = z.object({ personId: z.uuid() })
export const closeProjectSchema = z.object({ version, reason: requiredText(300) })
