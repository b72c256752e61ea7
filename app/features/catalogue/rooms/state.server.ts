import type { Target } from '~/domain/access/permission'
import { HAZARD_CLASSES } from '~/domain/catalogue/classes'
import type { RoomInput } from '~/features/catalogue/rooms/schema'
import { db, type Tx } from '~/platform/db.server'

export type RoomState = { id: string; version: number; isRetired: boolean; values: RoomInput; target: Target & { universityId: string } }

export async function roomState(id: string, client: Tx | typeof db = db): Promise<RoomState | null> {
  const row = await client.room.findUnique({
    where: { id: id.replaceAll('\0', '') },
    select: {
      id: true, version: true, retiredAt: true, campusId: true, labId: true, buildingZh: true, buildingEn: true, number: true,
      nameZh: true, nameEn: true, hazardClass: true, safetyLevel: true, reassessOn: true, maxPeople: true, campus: { select: { universityId: true } },
    },
  })
  if (row === null) return null
  const { version, retiredAt, campus, id: roomId, ...rest } = row
  const values = { ...rest, hazardClass: HAZARD_CLASSES.find((each) => each === rest.hazardClass) ?? null, reassessOn: rest.reassessOn?.toISOString().slice(0, 10) ?? null }
  return { id: roomId, version, isRetired: retiredAt !== null, values, target: { labId: rest.labId, universityId: campus.universityId } }
}
