import type { Policy } from '~/domain/scheduling/policy'
import { ORIGIN_CLASSES } from '~/domain/pricing/quote'
import { plainDateOf } from '~/domain/time/zone'
import { searchText, sortKey } from '~/features/catalogue/search-text'
import type { Prisma } from '~/platform/generated/prisma/client'
import { alliance, kinds, type SeedLab, type SeedResource, type SeedUniversity } from './data'
import { isEasy, rulesOf } from './demo-rules'
import { insertRows } from './insert'
import { randomOf, uuidOf } from './random'

const HEAD = 'scu-polymer'

/** A laboratory space that is booked as a whole, with the instruments inside it. */
const WHOLE_LAB: SeedResource & { inside: string[] } = {
  id: `${HEAD}-space`,
  labId: HEAD,
  kind: 'space',
  nriiClass: null,
  nameZh: '高分子表征实验空间（整体）',
  nameEn: 'Polymer characterisation suite, as a whole',
  maker: null,
  model: null,
  customBuilt: false,
  ratedClass: 'general',
  ratedHours: 1400,
  modes: ['assisted_booking'],
  trainingRequired: false,
  hazards: ['chemical'],
  minSlotMinutes: 120,
  yuanPerHour: [400, 480, 600, 800],
  inside: [`${HEAD}-i01`, `${HEAD}-i02`, `${HEAD}-i04`],
}

/** Interchangeable seats. */
const CAPACITY: Record<string, number> = { 'scu-southasia-i01': 4 }

/** What joint labs list although it is at home elsewhere. */
const LISTED: Record<string, string[]> = {
  'alliance-crjul': ['scu-biotherapy-i01', 'cqu-mechtrans-i04', 'swjtu-railvehicle-i01', 'uestc-neuro-i02', 'cqu-coal-i04'],
  'joint-digiecon': ['cqupt-iiot-i01', 'cqupt-compint-i01'],
  'joint-metavasc': ['cqmu-ultrasound-i03', 'cqmu-child-i02'],
  'joint-newtcm': ['cdutcm-swtcm-i01', 'cdutcm-swtcm-i04'],
  'joint-biores2012': ['scu-biotherapy-i03'],
}

/** The field of the jointly built laboratories that a Chongqing tag answers to. */
const NEUTRAL_TAG: Record<string, string> = {
  '416:digital_intelligence': 'sc:digital',
  '416:life_health': 'sc:health',
  '416:new_materials': 'sc:materials',
  '416:green_low_carbon': 'sc:green',
  '33618:next_gen_electronics': 'sc:electronics',
  '33618:intelligent_equipment': 'sc:equipment',
  '33618:icnev': 'sc:equipment',
  '33618:food_agri': 'sc:food_light',
  '33618:biomedicine': 'sc:health',
  '33618:new_energy_storage': 'sc:energy_chem',
  '33618:advanced_materials': 'sc:materials',
  '33618:light_alloys': 'sc:materials',
}

const BUILDINGS = [
  ['科研楼A座', 'Research Building A'],
  ['实验楼B座', 'Laboratory Building B'],
  ['工程训练楼', 'Engineering Building'],
  ['综合实验楼', 'Laboratory Centre'],
] as const
const GATES = [
  ['南门', 'South Gate'],
  ['东门', 'East Gate'],
  ['北门', 'North Gate'],
] as const

/** Rooms of hazardous classes are graded higher (I is the highest of four). */
const SAFETY_LEVEL: Record<string, number> = { radiation: 2, biological: 2, chemical: 3, electromechanical: 3 }

export type DemoResource = {
  seed: SeedResource
  lab: SeedLab
  university: SeedUniversity
  capacity: number
  policy: Partial<Policy>
  weekly: ReturnType<typeof rulesOf>['weekly']
  observesHolidays: boolean
  isBookable: boolean
  isSpace: boolean
}

/** Every illustrative resource with its place and rules, in order of id. */
export function demoResources(): DemoResource[] {
  const places = new Map(
    alliance.universities.flatMap((university) =>
      university.labs.map((lab) => [lab.id, { lab, university }] as const),
    ),
  )
  return [...alliance.resources, WHOLE_LAB]
    .map((seed) => {
      const place = places.get(seed.labId)
      if (!place) throw new Error(`seed data: ${seed.id} has no laboratory`)
      return {
        seed,
        ...place,
        capacity: CAPACITY[seed.id] ?? 1,
        ...rulesOf(seed, place.university.id),
        isBookable: place.lab.access === 'open',
        isSpace: seed.kind === 'space',
      }
    })
    .toSorted((a, b) => (a.seed.id < b.seed.id ? -1 : 1))
}

/**
 * Writes the illustrative resources. `since`: the instant from which they exist with their hours,
 * rules and prices, before the first booking of the demo.
 */
export async function seedDemoResources(
  tx: Prisma.TransactionClient,
  resources: readonly DemoResource[],
  since: Date,
): Promise<void> {
  const rooms = new Map(resources.map((each) => [each.lab.id, roomOf(each)]))
  await tx.room.createMany({ data: [...rooms.values()] })
  // The space goes first: what is inside it names it as its parent.
  const ordered = resources.toSorted((a, b) => Number(b.isSpace) - Number(a.isSpace))
  await insertRows(tx, 'resource', ordered.map((each) => resourceRow(each, since)))
  await tx.resourceTag.createMany({
    data: resources.flatMap((each) => tagsOf(each).map((tag) => ({ resourceId: each.seed.id, tagId: tag.id }))),
  })
  await tx.labResource.createMany({
    data: Object.entries(LISTED).flatMap(([labId, ids]) => ids.map((resourceId) => ({ labId, resourceId }))),
  })
  const prices = resources.flatMap(({ seed }) =>
    ORIGIN_CLASSES.map((originClass, at) => ({
      resourceId: seed.id,
      originClass,
      perHourFen: (seed.yuanPerHour[at] ?? 0) * 100,
      validFrom: since,
    })),
  )
  await insertRows(tx, 'list_price', prices)
  const owner = ({ seed }: DemoResource) => ({ ownerKind: 'resource', ownerId: seed.id, validFrom: since })
  await insertRows(
    tx,
    'policy_version',
    resources.map((each) => ({ ...owner(each), id: uuidOf(`policy:${each.seed.id}`), rules: each.policy })),
  )
  await insertRows(
    tx,
    'opening_schedule',
    resources.map((each) => ({
      ...owner(each),
      validFrom: plainDateOf(since, 'Asia/Shanghai'),
      observesHolidays: each.observesHolidays,
      weekly: each.weekly,
    })),
  )
}

function resourceRow(each: DemoResource, since: Date) {
  const { seed, lab, university } = each
  const kind = kinds.find(({ id }) => id === seed.kind)
  if (!kind) throw new Error(`seed data: no kind ${seed.kind}`)
  const room = roomOf(each)
  const [gateZh, gateEn] = randomOf(`gate:${lab.campusId}`).pick(GATES)
  const campus = university.campuses.find(({ id }) => id === lab.campusId)
  const custom = seed.customBuilt ? { zh: '自研或定制设备。', en: 'Custom-built. ' } : { zh: '', en: '' }
  return {
    id: seed.id,
    labId: lab.id,
    universityId: university.id,
    campusId: lab.campusId,
    roomId: room.id,
    parentId: WHOLE_LAB.inside.includes(seed.id) ? WHOLE_LAB.id : null,
    kindId: seed.kind,
    nameZh: seed.nameZh,
    nameEn: seed.nameEn,
    maker: seed.maker,
    model: seed.model,
    nriiClass: seed.nriiClass,
    ratedClass: seed.ratedClass,
    ratedHours: seed.ratedHours,
    capacity: each.capacity,
    modes: seed.modes,
    needsQualification: seed.trainingRequired && !isEasy(seed.id),
    hazards: seed.hazards,
    shareScope: shareScopeOf(each),
    isIllustrative: true,
    summaryZh: custom.zh + kind.summaryZh,
    summaryEn: custom.en + kind.summaryEn,
    buildingZh: room.buildingZh,
    buildingEn: room.buildingEn,
    roomNumber: room.number,
    gateZh,
    gateEn,
    accessZh: `校外人员请提前一个工作日向实验室报备，凭有效证件从${gateZh}登记入校。`,
    accessEn: `Visitors: tell the laboratory one working day ahead and register at the ${gateEn} with an identity document.`,
    createdAt: since,
    sortKey: sortKey(seed.nameZh),
    searchText: searchText({
      nameZh: seed.nameZh,
      nameEn: seed.nameEn,
      maker: seed.maker,
      model: seed.model,
      kind,
      labs: [lab, ...alliance.jointLabs.filter(({ id }) => LISTED[id]?.includes(seed.id))],
      universities: [university],
      campus: campus ?? null,
      disciplines: [lab.disciplineZh, lab.disciplineEn],
      tags: [...alliance.tags.filter((tag) => lab.tags.includes(tag.id)), ...tagsOf(each)],
      hazards: seed.hazards,
    }),
  }
}

function roomOf({ lab }: DemoResource) {
  const random = randomOf(`room:${lab.id}`)
  const [buildingZh, buildingEn] = random.pick(BUILDINGS)
  return {
    id: `${lab.id}-r1`,
    campusId: lab.campusId,
    labId: lab.id,
    buildingZh,
    buildingEn,
    number: `${random.int(1, 6)}${String(random.int(1, 24)).padStart(2, '0')}`,
    hazardClass: lab.safetyClass,
    safetyLevel: SAFETY_LEVEL[lab.safetyClass] ?? 4,
  }
}

/** Restricted labs are asked directly; engineering centres and testing centres serve everybody. */
function shareScopeOf({ lab, isBookable }: DemoResource): 'alliance' | 'all' | 'contact_only' {
  if (!isBookable) return 'contact_only'
  return lab.level === 'national_engineering' || lab.level === 'accredited_test_centre' ? 'all' : 'alliance'
}

function tagsOf({ lab }: DemoResource) {
  const ids = new Set(lab.tags.flatMap((tag) => NEUTRAL_TAG[tag] ?? []))
  return alliance.tags.filter((tag) => ids.has(tag.id))
}
