import type { Mail } from '#emails/compose'
import { groupLetter } from '#emails/group-letter'
import type { GroupMailOrder } from '~/features/jobs/schema'
import type { Addressee } from '~/features/notifications/recipient.server'
import { db } from '~/platform/db.server'
import { env } from '~/platform/env.server'
import { paths } from '~/platform/paths'

/** A mail about a research group, or null where it is no longer true. */
export async function composeGroupMail(order: GroupMailOrder, to: Addressee, now: Date): Promise<Mail | null> {
  const [group, letter] = await Promise.all([
    db.researchGroup.findUnique({
      where: { id: order.groupId },
      select: { id: true, nameZh: true, nameEn: true, closedAt: true, leader: { select: { nameZh: true, nameEn: true } }, university: { select: { nameZh: true, nameEn: true } } },
    }),
    order.letterId == null
      ? null
      : db.groupLetter.findUnique({ where: { id: order.letterId }, select: { status: true, expiresAt: true, message: true, email: true, person: { select: { nameZh: true, nameEn: true } } } }),
  ])
  if (group === null || (group.closedAt !== null && order.kind !== 'group-refused')) return null
  const isAsking = order.kind === 'group-invitation' || order.kind === 'group-request'
  if (isAsking && (letter === null || letter.status !== 'open' || letter.expiresAt <= now)) return null
  const hasAccount = to.id !== null
  const page = order.kind === 'group-invitation' ? (hasAccount ? paths.groups() : paths.signUp()) : paths.group(group.id)
  return groupLetter({
    locale: to.locale,
    kind: order.kind,
    group: { zh: group.nameZh, en: group.nameEn },
    university: { zh: group.university.nameZh, en: group.university.nameEn },
    leader: { zh: group.leader.nameZh, en: group.leader.nameEn },
    person: letter === null ? null : { zh: letter.person?.nameZh ?? letter.email, en: letter.person?.nameEn ?? letter.email },
    message: isAsking ? (letter?.message ?? null) : (order.reason ?? null),
    hasAccount,
    link: `${env.BASE_URL}${page}`,
  })
}
