import { type Actor, can } from '~/domain/access/permission'
import { labState } from '~/features/catalogue/labs/state.server'
import { createTranslator } from '~/i18n/translator'
import { db } from '~/platform/db.server'
import { env } from '~/platform/env.server'
import { paths } from '~/platform/paths'

/** A card to stick on a machine: in both languages, whoever prints it. */
export type Card = { id: string; zh: string; en: string | null; place: string; link: string; scan: { zh: string; en: string } }

const fields = {
  id: true, nameZh: true, nameEn: true, labId: true, universityId: true, status: true, assetNumber: true,
  roomNumber: true, buildingZh: true, buildingEn: true, room: { select: { number: true, buildingZh: true, buildingEn: true } },
} as const

type Row = {
  id: string; nameZh: string; nameEn: string | null; assetNumber: string | null; roomNumber: string | null; buildingZh: string | null; buildingEn: string | null
  room: { number: string; buildingZh: string | null; buildingEn: string | null } | null
}

function cardOf({ id, nameZh, nameEn, assetNumber, roomNumber, buildingZh, buildingEn, room }: Row): Card {
  const place = [room?.buildingZh ?? room?.buildingEn ?? buildingZh ?? buildingEn, room?.number ?? roomNumber, assetNumber].filter(Boolean).join(' · ')
  return {
    id, zh: nameZh, en: nameEn, place, link: `${env.BASE_URL}${paths.atMachine(id)}`,
    scan: { zh: createTranslator('zh-CN')('usageMachine.cards.scan'), en: createTranslator('en')('usageMachine.cards.scan') },
  }
}

/** The card of a resource, for those who manage it. */
export async function resourceCard(actor: Actor, id: string): Promise<Card | null> {
  const row = await db.resource.findUnique({ where: { id: id.replaceAll('\0', '') }, select: fields })
  return row === null || row.status === 'retired' || !can(actor, 'manage:resource', row) ? null : cardOf(row)
}

const MOST = 400

/** The cards of all that is in service in a lab, for those who keep the lab. */
export async function labCards(actor: Actor, labId: string): Promise<{ id: string; zh: string; en: string; cards: Card[] } | null> {
  const lab = await labState(labId)
  if (lab === null || !can(actor, 'update:lab', lab.target)) return null
  const rows = await db.resource.findMany({ where: { labId: lab.id, status: 'active' }, select: fields, orderBy: { id: 'asc' }, take: MOST })
  return { id: lab.id, zh: lab.values.nameZh, en: lab.values.nameEn, cards: rows.map(cardOf) }
}
