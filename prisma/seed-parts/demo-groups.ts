import { plainDateOf } from '~/domain/time/zone'
import type { Prisma } from '~/platform/generated/prisma/client'
import { demoGroups, demoPerson } from './demo-people'

const DAY_MS = 86_400_000

/**
 * What groups and projects look like in use: a joint training platform of two universities that share its
 * cost and its hours, a group that waits for its coordinator, an invitation and a request.
 */
export async function seedDemoGroups(tx: Prisma.TransactionClient, { now, since }: { now: Date; since: Date }): Promise<void> {
  for (const { id, leader } of demoGroups) {
    await tx.groupMember.update({
      where: { groupId_personId: { groupId: id, personId: demoPerson(leader).id } },
      data: { role: 'supervisor' },
    })
  }
  await tx.project.create({
    data: {
      id: 'swjtu-g1-p2',
      groupId: 'swjtu-g1',
      kind: 'training_platform',
      number: '示例-2026-01',
      nameZh: '轨道与山区交通研究生联合培养平台（示例）',
      nameEn: 'Joint graduate training platform for rail and mountain transport (demo)',
      fundingSource: '两校共同投入（示例）',
      level: '校级（示例）',
      discipline: '交通运输工程',
      startsOn: new Date(plainDateOf(since, 'Asia/Shanghai')),
      yearlySeconds: 400 * 3600,
      budgetSeconds: 1200 * 3600,
      createdAt: since,
      partners: { create: [{ universityId: 'swjtu', isLead: true }, { universityId: 'cqjtu' }] },
      payers: { create: [{ groupId: 'swjtu-g1', share: 6000 }, { groupId: 'cqjtu-g1', share: 4000 }] },
      members: {
        create: [
          { personId: demoPerson('pi@cqjtu.example').id, role: 'supervisor', startsAt: since },
          { personId: demoPerson('student@cqjtu.example').id, role: 'student', startsAt: since },
        ],
      },
    },
    select: { id: true },
  })
  await tx.researchGroup.create({
    data: {
      id: 'cqu-g2',
      universityId: 'cqu',
      leaderId: demoPerson('manager@cqu.example').id,
      nameZh: '示例课题组（待确认）',
      nameEn: 'Demo group, to be confirmed',
      discipline: '机械工程',
      createdAt: new Date(now.getTime() - 2 * DAY_MS),
      members: { create: { personId: demoPerson('manager@cqu.example').id, role: 'supervisor', startsAt: new Date(now.getTime() - 2 * DAY_MS) } },
    },
    select: { id: true },
  })
  const letter = (groupId: string, from: string, to: string) => ({
    groupId,
    personId: demoPerson(to).id,
    email: to,
    createdById: demoPerson(from).id,
    createdAt: new Date(now.getTime() - DAY_MS),
    expiresAt: new Date(now.getTime() + 29 * DAY_MS),
  })
  await tx.groupLetter.createMany({
    data: [
      { ...letter('cqu-g1', 'researcher@cqu.example', 'visitor@scu.example'), kind: 'invitation', message: '一起做电镜表征。' },
      { ...letter('swjtu-g1', 'operator@cqu.example', 'operator@cqu.example'), kind: 'request', message: '想参与轮轨试样的制备。' },
    ],
  })
}
