import { type Actor, can } from '~/domain/access/permission'
import { type IntakePlan, intakePlan, type IntakeProgress, intakeProgress, NO_INTAKE_PROGRESS } from '~/features/people/intake/plan'
import { db, type Tx } from '~/platform/db.server'

const held = {
  id: true, universityId: true, kind: true, status: true, fileId: true, sheet: true, encoding: true, headings: true, headingRow: true, mapping: true,
  progress: true, failure: true, version: true, createdById: true, createdAt: true, appliedAt: true, appliedById: true,
} as const

export type Client = Tx | typeof db
export type HeldIntake = Awaited<ReturnType<typeof heldIntake>> & object

/** An intake with its plan and progress as they were checked; null where there is none. */
export async function heldIntake(client: Client, id: string) {
  if (!/^[0-9a-f-]{36}$/.test(id)) return null
  const row = await client.intake.findUnique({ where: { id }, select: held })
  if (row === null) return null
  const { mapping, progress, ...rest } = row
  const plan: IntakePlan = intakePlan.parse(mapping)
  const counted: IntakeProgress = intakeProgress.safeParse(progress).data ?? NO_INTAKE_PROGRESS
  return { ...rest, plan, progress: counted }
}

/** The intake, if the actor may go on with it; null says nothing about whether there is one. */
export async function usableIntake(client: Client, actor: Actor, id: string): Promise<HeldIntake | null> {
  const found = await heldIntake(client, id)
  return found && can(actor, 'admit:person', { universityId: found.universityId }) ? found : null
}

/** The intake under its lock. */
export async function lockedIntake(tx: Tx, id: string): Promise<HeldIntake | null> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return null
  await tx.$queryRaw`SELECT 1 FROM intake WHERE id = ${id}::uuid FOR NO KEY UPDATE`
  return heldIntake(tx, id)
}

/** The universities that the actor brings people to. */
export async function intakeUniversities(actor: Actor): Promise<{ id: string; nameZh: string; nameEn: string }[]> {
  const all = await db.university.findMany({ select: { id: true, nameZh: true, nameEn: true }, orderBy: [{ position: 'asc' }, { id: 'asc' }] })
  return all.filter(({ id }) => can(actor, 'admit:person', { universityId: id }))
}
