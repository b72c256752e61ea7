import { type Actor, can } from '~/domain/access/permission'
import { labState } from '~/features/catalogue/labs/state.server'
import { db } from '~/platform/db.server'

export type DeviceRow = { id: string; name: string; kind: 'kiosk' | 'meter' | 'agent'; createdAt: Date; seenAt: Date | null; revokedAt: Date | null }

/** The lab, for those who may say which devices stand in it; null for everybody else. */
export async function devicesLab(actor: Actor, labId: string): Promise<{ id: string; zh: string; en: string; universityId: string | null } | null> {
  const state = await labState(labId)
  if (state === null || state.isRetired || !can(actor, 'update:lab', state.target)) return null
  return { id: state.id, zh: state.values.nameZh, en: state.values.nameEn, universityId: state.values.hostUniversityId }
}

/** The devices of a lab, those in use first. */
export async function labDevices(labId: string): Promise<DeviceRow[]> {
  const rows = await db.labDevice.findMany({
    where: { labId }, orderBy: [{ revokedAt: { sort: 'asc', nulls: 'first' } }, { createdAt: 'desc' }], take: 100,
    select: { id: true, name: true, kind: true, createdAt: true, seenAt: true, revokedAt: true },
  })
  return rows.flatMap(({ kind, ...each }) => (kind === 'kiosk' || kind === 'meter' || kind === 'agent' ? [{ ...each, kind }] : []))
}
