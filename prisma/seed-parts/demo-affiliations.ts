import { officeDeadline } from '~/domain/scheduling/office-hours'
import { addDays, plainDateOf, startOfDay } from '~/domain/time/zone'
import { secretHash } from '~/features/auth/facts.server'
import { ANSWER_DAYS } from '~/features/catalogue/enquiries/ask.server'
import type { Prisma } from '~/platform/generated/prisma/client'
import { demoPerson } from './demo-people'
import { uuidOf } from './random'

const ZONE = 'Asia/Shanghai'
const DAY_MS = 86_400_000

/**
 * What belonging elsewhere looks like: an exchange that ends soon, a visit that waits for the coordinator,
 * a partner whose people a member answers for, and questions from outside, answered and open.
 */
export async function seedDemoAffiliations(tx: Prisma.TransactionClient, { now, since }: { now: Date; since: Date }): Promise<void> {
  const ago = (days: number) => new Date(now.getTime() - days * DAY_MS)
  const endOf = (days: number) => startOfDay(addDays(plainDateOf(now, ZONE), days + 1), ZONE)
  await tx.affiliation.createMany({
    data: [
      {
        personId: demoPerson('exchange@cqjtu.example').id, universityId: 'swjtu', kind: 'student', basis: 'exchange', source: 'demo',
        sponsorId: demoPerson('pi@swjtu.example').id, startsAt: since, endsAt: endOf(24), confirmedAt: since,
      },
      {
        personId: demoPerson('visitor@scu.example').id, universityId: 'cqu', kind: 'visitor', basis: 'visiting', source: 'demo',
        sponsorId: demoPerson('researcher@cqu.example').id, startsAt: ago(1), endsAt: endOf(180), confirmedAt: null,
      },
    ],
  })
  await tx.partner.create({
    data: { id: uuidOf('partner:demo'), kind: 'enterprise', nameZh: '示例装备企业', nameEn: 'Example equipment company', sponsorId: 'swjtu', createdAt: since },
    select: { id: true },
  })
  const asked = (key: string, resourceId: string, days: number, rest: Omit<Prisma.EnquiryCreateManyInput, 'id' | 'resourceId' | 'keyHash' | 'createdAt' | 'dueAt' | 'locale'>) => ({
    // Nobody knows these secrets: the demo's questions are read by the labs.
    ...rest, id: uuidOf(`enquiry:${key}`), resourceId, locale: 'zh-CN', keyHash: secretHash(uuidOf(`enquiry key:${key}`)), createdAt: ago(days), dueAt: officeDeadline(ago(days), ANSWER_DAYS, { calendarDays: [], timeZone: ZONE, universityId: resourceId.split('-', 1)[0]! }),
  })
  const asker = { name: '企业技术人员（示例）', email: 'engineer@company.example', organisation: '示例装备企业' }
  await tx.enquiry.createMany({
    data: [
      asked('rig', 'swjtu-railvehicle-i01', 1, { ...asker, question: '能否在滚动试验台上测试一节重12吨的工程车？需要准备哪些夹具？', status: 'open' }),
      asked('sem', 'cqu-mg-i02', 0, { ...asker, name: '研究所技术人员（示例）', organisation: '示例材料研究所', question: '镁合金断口样品最大可以多大？是否可以送样测试？', status: 'open' }),
      asked('ct', 'cqu-mg-i03', 9, {
        ...asker, question: '工业CT能检测多厚的铝铸件？', status: 'answered', answeredById: demoPerson('manager@cqu.example').id, answeredAt: ago(7),
        answer: '铝件最大穿透厚度约150毫米，请随样品附上图纸，先做一次试扫。',
      }),
    ],
  })
}
