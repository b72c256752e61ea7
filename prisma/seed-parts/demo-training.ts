import { addDays, plainDateOf, wallToInstant, weekdayOf } from '~/domain/time/zone'
import type { Prisma } from '~/platform/generated/prisma/client'
import type { TrainingKind } from '~/platform/generated/prisma/enums'
import { commitmentText } from './data'
import { demoPerson } from './demo-people'
import { uuidOf } from './random'

const ZONE = 'Asia/Shanghai'
const DAY_MS = 86_400_000
const SESSIONS_AHEAD = 4

type Context = { now: Date; since: Date }

/**
 * What it takes to use some of the illustrative resources, who has it, and the trainings that lead there.
 * Resources that anybody may try at once ask for nothing.
 */
export async function seedDemoTraining(tx: Prisma.TransactionClient, context: Context): Promise<void> {
  await seedRules(tx, context)
  await seedHeld(tx, context)
  await seedSessions(tx, context)
}

async function seedRules(tx: Prisma.TransactionClient, { since }: Context): Promise<void> {
  const createdAt = since
  await tx.qualificationRule.createMany({
    data: [
      { resourceId: 'cqu-mg-i02', needsTheory: true, needsPractical: true, validMonths: 12, idleDays: 180, createdAt },
      { resourceId: 'scu-biotherapy-i04', needsPractical: true, validMonths: 12, createdAt },
      { resourceId: 'scu-polymer-i01', needsPractical: false, needsTheory: true, supervisedSessions: 2, needsExam: true, validMonths: 24, createdAt },
    ],
  })
  await tx.admissionRule.createMany({
    data: [
      { labId: 'swjtu-geohazard', needsGeneral: true, needsLocal: true, createdAt },
      { labId: 'scu-biotherapy', commitment: 'commitment', createdAt },
      { labId: 'cqu-xuefeng', needsDeclaration: true, createdAt },
    ],
  })
  const until = new Date('2028-01-01T00:00:00+08:00')
  await tx.recognition.createMany({
    data: [
      { layer: 'general', fromUniversityId: 'cqu', toUniversityId: 'cqjtu', startsAt: since, endsAt: until, createdAt },
      { layer: 'general', fromUniversityId: 'cqjtu', toUniversityId: 'cqu', startsAt: since, endsAt: until, createdAt },
      {
        layer: 'general', fromUniversityId: 'cqjtu', toUniversityId: 'swjtu', startsAt: since, endsAt: until, createdAt,
        localPartZh: '1小时入室培训', localPartEn: 'a one-hour introduction',
      },
    ],
  })
  // The text that was in force before: who signed it signs the new one.
  await tx.document.createMany({
    data: [{ kind: 'commitment', ...commitmentText, version: '2025-09', publishedAt: new Date('2025-09-01T00:00:00+08:00') }],
    skipDuplicates: true,
  })
}

async function seedHeld(tx: Prisma.TransactionClient, { now, since }: Context): Promise<void> {
  const inDays = (days: number) => new Date(now.getTime() + days * DAY_MS)
  const general = (email: string, universityId: string, days: number) => ({
    personId: demoPerson(email).id, layer: 'general' as const, universityId, validFrom: since, validUntil: inDays(days), score: 9_200, source: 'exam' as const, createdAt: since,
  })
  await tx.safetyAdmission.createMany({
    data: [
      general('researcher@swjtu.example', 'swjtu', 500),
      general('pi@swjtu.example', 'swjtu', 500),
      general('researcher@cqu.example', 'cqu', 400),
      general('operator@cqu.example', 'cqu', 400),
      general('student@cqjtu.example', 'cqjtu', 300),
      general('exchange@cqjtu.example', 'cqjtu', 20),
      {
        personId: demoPerson('researcher@swjtu.example').id, layer: 'local', labId: 'swjtu-geohazard', validFrom: since, source: 'training',
        grantedById: demoPerson('manager@swjtu.example').id, createdAt: since,
      },
    ],
  })
  const certificate = { personId: demoPerson('researcher@swjtu.example').id, issuer: '示例发证机构', createdAt: since }
  const day = (days: number) => new Date(`${plainDateOf(inDays(days), ZONE)}T00:00:00Z`)
  await tx.certificate.createMany({
    data: [
      { ...certificate, kind: 'laser', number: '示例-L-001', validUntil: day(20), verifiedAt: since, verifiedById: demoPerson('safety@swjtu.example').id },
      { ...certificate, kind: 'pressure_vessel', number: '示例-P-001', validUntil: day(700), createdAt: inDays(-1) },
    ],
  })
  await tx.trainingStep.create({
    data: {
      personId: demoPerson('student@cqjtu.example').id, resourceId: 'cqu-mg-i02', kind: 'theory', at: inDays(-6), recordedById: demoPerson('manager@cqu.example').id,
    },
    select: { id: true },
  })
  await tx.trainingWish.createMany({
    data: [
      { personId: demoPerson('pi@cqjtu.example').id, resourceId: 'cqu-mg-i02', note: '周四下午最合适。', createdAt: inDays(-3) },
      { personId: demoPerson('researcher@swjtu.example').id, resourceId: 'scu-biotherapy-i04', createdAt: inDays(-2) },
    ],
  })
}

type Course = { labId: string; resourceId: string | null; campusId: string; kind: TrainingKind; titleZh: string; titleEn: string; trainer: string; seats: number }

/** A Tuesday's and Thursday's hour, twice, at which the trainer is nowhere else. */
async function seedSessions(tx: Prisma.TransactionClient, { now, since }: Context): Promise<void> {
  const [shaking, sem] = await Promise.all([
    tx.resource.findUniqueOrThrow({ where: { id: 'swjtu-geohazard-i01' }, select: { campusId: true } }),
    tx.resource.findUniqueOrThrow({ where: { id: 'cqu-mg-i02' }, select: { campusId: true } }),
  ])
  const courses: Course[] = [
    {
      labId: 'swjtu-geohazard', resourceId: null, campusId: shaking.campusId, kind: 'introduction', trainer: 'manager@swjtu.example', seats: 12,
      titleZh: '振动台实验室入室培训', titleEn: 'Introduction to the shaking table laboratory',
    },
    {
      labId: 'cqu-mg', resourceId: 'cqu-mg-i02', campusId: sem.campusId, kind: 'theory', trainer: 'manager@cqu.example', seats: 20,
      titleZh: '扫描电镜理论课', titleEn: 'Scanning electron microscopy: theory',
    },
  ]
  for (const course of courses) {
    const trainerId = demoPerson(course.trainer).id
    const busy = await tx.presence.findMany({ where: { personId: trainerId, endsAt: { gt: now } }, select: { startsAt: true, endsAt: true } })
    for (const date of trainingDays(now)) {
      const startsAt = [14, 15, 16, 10, 9, 11].map((hour) => wallToInstant(date, hour * 60, ZONE))
        .find((start) => busy.every((each) => each.endsAt <= start || each.startsAt >= new Date(start.getTime() + 3_600_000)))
      if (startsAt === undefined) continue
      const endsAt = new Date(startsAt.getTime() + 3_600_000)
      const { trainer: _trainer, ...about } = course
      const id = uuidOf(`training:${course.titleEn}:${date}`)
      await tx.trainingSession.create({ data: { ...about, id, startsAt, endsAt, trainerId, createdAt: since }, select: { id: true } })
      await tx.presence.create({ data: { personId: trainerId, campusId: course.campusId, startsAt, endsAt, attended: true, sessionId: id }, select: { id: true } })
    }
  }
}

/** The coming Tuesdays and Thursdays, from tomorrow on. */
function trainingDays(now: Date): string[] {
  const today = plainDateOf(now, ZONE)
  return Array.from({ length: 21 }, (_, at) => addDays(today, at + 1))
    .filter((date) => weekdayOf(date) === 2 || weekdayOf(date) === 4)
    .slice(0, SESSIONS_AHEAD)
}
