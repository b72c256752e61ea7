import { searchText, sortKey } from '~/features/catalogue/search-text'
import { db } from '~/platform/db.server'

/** A small alliance: two universities, a few labs, resources made as each test needs them. */
export async function makeWorld() {
  await db.university.createMany({
    data: [
      { id: 'scu', nameZh: '四川大学', nameEn: 'Sichuan University', shortZh: '川大', abbr: 'SCU', province: 'Sichuan', city: 'Chengdu', position: 1 },
      { id: 'cqu', nameZh: '重庆大学', nameEn: 'Chongqing University', shortZh: '重大', abbr: 'CQU', province: 'Chongqing', city: 'Chongqing', position: 2 },
    ],
    skipDuplicates: true,
  })
  await db.campus.createMany({
    data: [
      { id: 'scu-huaxi', universityId: 'scu', nameZh: '华西校区', nameEn: 'Huaxi', city: 'Chengdu', lat: 30.64, lon: 104.07 },
      { id: 'cqu-a', universityId: 'cqu', nameZh: 'A区', nameEn: 'Campus A', city: 'Chongqing', lat: 29.57, lon: 106.46 },
    ],
    skipDuplicates: true,
  })
  await db.resourceKind.createMany({
    data: [
      { id: 'cryo_em', nature: 'instrument', zh: '冷冻电子显微镜', en: 'Cryo-electron microscope', synonyms: ['冷冻电镜', 'cryo-EM', 'single-particle analysis'] },
      { id: 'sem', nature: 'instrument', zh: '扫描电子显微镜', en: 'Scanning electron microscope', synonyms: ['扫描电镜', 'SEM'] },
      { id: 'probe', nature: 'instrument', zh: '半导体探针台', en: 'Semiconductor probe station', synonyms: [] },
      { id: 'seat', nature: 'seat', zh: '阅览席位', en: 'Reading seat', synonyms: [] },
    ],
    skipDuplicates: true,
  })
  await db.tag.createMany({ data: [{ id: '416:life_health', scheme: '416', zh: '生命健康', en: 'Life and health' }], skipDuplicates: true })
  const confirmedAt = new Date('2026-01-01T00:00:00Z')
  await db.lab.createMany({
    data: [
      { id: 'scu-bio', hostUniversityId: 'scu', campusId: 'scu-huaxi', nameZh: '生物治疗全国重点实验室', nameEn: 'State Key Laboratory of Biotherapy', formerNames: ['生物治疗国家重点实验室'], level: 'national_key_lab', confirmedAt },
      { id: 'cqu-micro', hostUniversityId: 'cqu', campusId: 'cqu-a', nameZh: '电镜中心', nameEn: 'Electron Microscopy Centre', level: 'university_platform', confirmedAt },
      { id: 'cqu-new', hostUniversityId: 'cqu', campusId: 'cqu-a', nameZh: '新平台', nameEn: 'New Platform', level: 'university_platform' },
      { id: 'cqu-closed', hostUniversityId: 'cqu', campusId: 'cqu-a', nameZh: '受限实验室', nameEn: 'Restricted Laboratory', level: 'provincial_key_lab', access: 'restricted', confirmedAt, contactEmail: 'lab@example.invalid' },
      { id: 'joint', nameZh: '川渝共建显微平台', nameEn: 'Joint Microscopy Platform', level: 'joint_sichuan_chongqing', isJoint: true, confirmedAt },
    ],
    skipDuplicates: true,
  })
  await db.labTag.createMany({ data: [{ labId: 'scu-bio', tagId: '416:life_health' }], skipDuplicates: true })
}

type Wanted = {
  id: string
  nameZh: string
  nameEn?: string | null
  labId?: 'scu-bio' | 'cqu-micro' | 'cqu-new' | 'cqu-closed'
  kindId?: 'cryo_em' | 'sem' | 'probe' | 'seat'
  maker?: string
  model?: string
  status?: 'draft' | 'active' | 'retired'
  shareScope?: 'own_university' | 'alliance' | 'all' | 'contact_only'
  modes?: ('self_operation' | 'assisted_booking' | 'entrusted_test' | 'remote')[]
  capacity?: number
  parentId?: string
  perHourFen?: number
}

export async function makeResource(wanted: Wanted): Promise<string> {
  const { perHourFen, ...row } = wanted
  const lab = await db.lab.findUniqueOrThrow({
    where: { id: wanted.labId ?? 'scu-bio' },
    include: { hostUniversity: true, campus: true, tags: { include: { tag: true } } },
  })
  const kind = await db.resourceKind.findUniqueOrThrow({ where: { id: wanted.kindId ?? 'sem' } })
  const university = lab.hostUniversity
  const campus = lab.campus
  if (!university || !campus) throw new Error(`${lab.id} has no home`)
  await db.resource.create({
    data: {
      ...row,
      labId: lab.id,
      kindId: kind.id,
      universityId: university.id,
      campusId: campus.id,
      modes: wanted.modes ?? ['self_operation'],
      sortKey: sortKey(wanted.nameZh),
      searchText: searchText({
        ...wanted,
        kind,
        labs: [lab],
        universities: [university],
        campus,
        disciplines: [lab.disciplineZh, lab.disciplineEn],
        tags: lab.tags.map((each) => each.tag),
      }),
      prices: {
        create: (['own_university', 'alliance_member', 'other_institution', 'enterprise'] as const).map((originClass, at) => ({
          originClass,
          perHourFen: (perHourFen ?? 10_000) * (at + 1),
          validFrom: new Date('2026-01-01T00:00:00Z'),
        })),
      },
    },
  })
  return wanted.id
}

/** Open on workdays from 9 to 18 on the campus's clock, from 2026 on. */
export async function openOnWorkdays(resourceId: string) {
  await db.openingSchedule.create({
    data: {
      ownerKind: 'resource',
      ownerId: resourceId,
      validFrom: new Date('2026-01-01'),
      weekly: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: 540, to: 1080 })),
    },
  })
}
