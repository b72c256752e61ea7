import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type {
  DayKind,
  LabAccess,
  LabLevel,
  RatedClass,
  ResourceMode,
  ResourceNature,
} from '~/platform/generated/prisma/enums'

export type SeedCampus = {
  id: string
  nameZh: string
  nameEn: string
  districtZh: string
  districtEn: string
  city: string
  lat: number
  lon: number
  railHub: string | null
  localMinutes: number | null
}

type Confidence = 'known' | 'likely' | 'illustrative'

export type SeedLab = {
  id: string
  nameZh: string
  nameEn: string
  formerNames: string[]
  level: LabLevel
  access: LabAccess
  campusId: string
  coHosts: string[]
  disciplineZh: string
  disciplineEn: string
  safetyClass: string
  tags: string[]
  confidence: Confidence
  noteZh: string | null
  noteEn: string | null
}

export type SeedUniversity = {
  id: string
  nameZh: string
  nameEn: string
  shortZh: string
  abbr: string
  formerNames: string[]
  moeCode: string | null
  province: string
  city: string
  supervisedBy: string
  isChair: boolean
  mailDomains: string[]
  campuses: SeedCampus[]
  labs: SeedLab[]
}

export type SeedJointLab = {
  id: string
  nameZh: string
  nameEn: string
  level: LabLevel
  leads: string[]
  members: string[]
  externalLeads: string[]
  noteZh: string | null
  noteEn: string | null
}

/** Invented for demonstrations; prices are yuan per hour, in the order of the four origin classes. */
export type SeedResource = {
  id: string
  labId: string
  kind: string
  nriiClass: string | null
  nameZh: string
  nameEn: string
  maker: string | null
  model: string | null
  customBuilt: boolean
  ratedClass: RatedClass
  ratedHours: number
  modes: ResourceMode[]
  trainingRequired: boolean
  hazards: string[]
  minSlotMinutes: number
  yuanPerHour: [number, number, number, number]
}

export type SeedKind = {
  id: string
  nature: ResourceNature
  zh: string
  en: string
  synonyms: string[]
  summaryZh: string
  summaryEn: string
}

type AllianceData = {
  universities: SeedUniversity[]
  jointLabs: SeedJointLab[]
  tags: { id: string; scheme: string; zh: string; en: string }[]
  railLegs: { a: string; b: string; minutes: number; typicalMinutes: number }[]
  calendarDays: { date: string; kind: DayKind; nameZh: string; nameEn: string; source: string }[]
  resources: SeedResource[]
}

const read = (name: string) => readFileSync(new URL(`../seed-data/${name}`, import.meta.url), 'utf8')

const texts = {
  alliance: read('alliance.json'),
  kinds: read('kinds.json'),
  privacyZh: read('privacy.zh-CN.md'),
  privacyEn: read('privacy.en.md'),
  commitmentZh: read('commitment.zh-CN.md'),
  commitmentEn: read('commitment.en.md'),
}

export const alliance: AllianceData = JSON.parse(texts.alliance)
export const kinds: SeedKind[] = JSON.parse(texts.kinds)

/** Version of the privacy notice: raise it with every change of meaning, so that people accept anew. */
export const privacyNotice = { version: '2026-11', bodyZh: texts.privacyZh, bodyEn: texts.privacyEn }

/** The alliance's safety commitment: raise its version with every change of meaning, so that people sign anew. */
export const commitmentText = {
  version: '2026-11',
  titleZh: '实验室安全承诺书',
  titleEn: 'Laboratory safety commitment',
  bodyZh: texts.commitmentZh,
  bodyEn: texts.commitmentEn,
}

/** Changes exactly when the data of this release do. */
export const fingerprint = createHash('sha256').update(Object.values(texts).join('\0')).digest('hex')
