import type { Prisma } from '~/platform/generated/prisma/client'
import { createTranslator } from '~/i18n/translator'
import { demoPerson } from './demo-people'

/** Machines that two operators share, so that the demo shows who is promised to which. */
const RUNS = ['cqu-mechtrans-i02', 'cqu-mechtrans-i03']
const OPERATORS = [
  { id: 'cqu-mechtrans-op1', nameZh: '技术员甲', nameEn: 'Operator 1', email: 'operator@cqu.example' },
  { id: 'cqu-mechtrans-op2', nameZh: '技术员乙', nameEn: 'Operator 2', email: null },
] as const
/** Minutes from midnight. */
const DUTY = { from: 8 * 60, to: 21 * 60 }

/** Operators by post, as illustrative as the machines that they run; one has an account. */
export async function seedDemoOperators(tx: Prisma.TransactionClient, { since }: { since: Date }): Promise<void> {
  const home = await tx.resource.findUniqueOrThrow({ where: { id: RUNS[0]! }, select: { labId: true, universityId: true, campusId: true } })
  const words = { zh: createTranslator('zh-CN'), en: createTranslator('en') }
  const kind = { id: 'operator', nature: 'operator' as const, zh: words.zh('common.role.operator'), en: words.en('common.role.operator') }
  await tx.resourceKind.upsert({ where: { id: kind.id }, create: kind, update: {} })
  for (const { id, nameZh, nameEn, email } of OPERATORS) {
    await tx.resource.create({
      data: { ...home, id, kindId: kind.id, status: 'draft', modes: [], shareScope: 'own_university', isIllustrative: true, nameZh, nameEn, createdAt: since },
      select: { id: true },
    })
    await tx.openingSchedule.create({
      data: { ownerKind: 'resource', ownerId: id, validFrom: since, observesHolidays: false, weekly: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, ...DUTY })) },
      select: { id: true },
    })
    await tx.operator.create({
      data: { resourceId: id, personId: email ? demoPerson(email).id : null, createdAt: since, skills: { create: RUNS.map((resourceId) => ({ resourceId })) } },
      select: { resourceId: true },
    })
  }
}
