import { z } from 'zod'
import { RESOURCE_MODES } from '~/domain/booking/facts'
import type { ListPrice } from '~/domain/pricing/quote'
import { ORIGIN_CLASSES } from '~/domain/pricing/quote'
import { instantToLocalDateTime } from '~/domain/time/zone'
import type { ListedUniversity } from '~/features/alliance/queries.server'
import { contactOf } from '~/features/catalogue/contact'
import { englishName } from '~/features/catalogue/display-name'
import { documentShape, filesJson, pictureShape } from '~/features/catalogue/files/representation.server'
import type { LabRow, ResourcePage } from '~/features/catalogue/queries.server'
import { LAB_PAGE_SIZE } from '~/features/catalogue/schema'
import { instantShape, named, nameShape, pageSize, word } from '~/platform/json-shapes'
import { apiPaths, paths } from '~/platform/paths'

/** The catalogue as the JSON API shows it. */

type Names = { nameZh: string | null; nameEn: string | null }
export const nameJson = (each: Names): z.output<typeof nameShape> => ({ zh: each.nameZh, en: each.nameEn })
export const namedJson = (each: Names & { id: string }) => ({ id: each.id, name: nameJson(each) })

/** An instant as RFC 3339 with the zone's offset; parts of a second only where there are any. */
export function rfc3339(instant: Date, timeZone: string): string {
  const wholeMinute = Math.floor(instant.getTime() / 60_000) * 60_000
  const offset = (Date.parse(`${instantToLocalDateTime(instant, timeZone)}Z`) - wholeMinute) / 60_000
  const wall = new Date(instant.getTime() + offset * 60_000).toISOString().replace(/(\.000)?Z$/, '')
  const digits = (value: number) => String(value).padStart(2, '0')
  const size = Math.abs(offset)
  return `${wall}${offset < 0 ? '-' : '+'}${digits(Math.floor(size / 60))}:${digits(size % 60)}`
}

const text = nameShape.nullable()
const bilingualJson = (zh: string | null, en: string | null) => (zh || en ? { zh, en } : null)

const priceShape = z.object({
  originClass: z.enum(ORIGIN_CLASSES),
  mode: z.enum(RESOURCE_MODES).nullable(),
  perHourFen: z.number().int(),
  currency: z.literal('CNY'),
  validFrom: instantShape,
  validTo: instantShape.nullable(),
})

export const resourceShape = z.object({
  id: z.string(),
  name: nameShape,
  kind: named.extend({ nature: z.string() }),
  lab: named.extend({ level: z.string(), access: z.enum(['open', 'restricted']) }),
  university: named.extend({ abbr: z.string() }),
  campus: named.extend({ city: z.string(), timeZone: z.string() }),
  modes: z.array(z.string()),
  maker: z.string().nullable(),
  model: z.string().nullable(),
  capacity: z.number().int(),
  needsQualification: z.boolean(),
  shareScope: z.string(),
  isIllustrative: z.boolean(),
  prices: z.array(priceShape),
  links: z.object({ self: z.string(), availability: z.string(), page: z.string() }),
})

export const resourceDetailShape = resourceShape.extend({
  status: z.string(),
  formerNames: z.array(z.string()),
  summary: text,
  hazards: z.array(z.string()),
  nriiClass: z.string().nullable(),
  bookedElsewhere: z.string().nullable(),
  place: z.object({ building: text, room: z.string().nullable(), gate: text, access: text }),
  contact: z.object({ name: text, email: z.string().nullable(), phone: z.string().nullable(), emergencyPhone: z.string().nullable() }),
  pictures: z.array(pictureShape),
  documents: z.array(documentShape),
  tags: z.array(named),
  partOf: z.string().nullable(),
  inside: z.array(z.string()),
  version: z.number().int(),
})

type Listed = Names & {
  id: string
  nameZh: string
  maker: string | null
  model: string | null
  isIllustrative: boolean
  capacity: number
  modes: readonly string[]
  needsQualification: boolean
  shareScope: string
  kind: { id: string; zh: string; en: string; nature: string }
  lab: { id: string; nameZh: string; nameEn: string; level: string; access: 'open' | 'restricted' }
  university: { id: string; nameZh: string; nameEn: string; abbr: string }
  campus: { id: string; nameZh: string; nameEn: string; city: string; timeZone: string }
  prices: readonly ListPrice[]
}

export function resourceJson(each: Listed): z.output<typeof resourceShape> {
  const { kind, lab, university, campus } = each
  return {
    id: each.id,
    name: { zh: each.nameZh, en: englishName(each) },
    kind: { id: kind.id, name: { zh: kind.zh, en: kind.en }, nature: kind.nature },
    lab: { ...namedJson(lab), level: lab.level, access: lab.access },
    university: { ...namedJson(university), abbr: university.abbr },
    campus: { ...namedJson(campus), city: campus.city, timeZone: campus.timeZone },
    modes: [...each.modes],
    maker: each.maker,
    model: each.model,
    capacity: each.capacity,
    needsQualification: each.needsQualification,
    shareScope: each.shareScope,
    isIllustrative: each.isIllustrative,
    prices: each.prices.map((price) => priceJson(price, campus.timeZone)),
    links: {
      self: apiPaths.resource(each.id),
      availability: `${apiPaths.resource(each.id)}/availability`,
      page: paths.resource(each.id),
    },
  }
}

function priceJson(price: ListPrice, timeZone: string): z.output<typeof priceShape> {
  return {
    originClass: price.originClass,
    mode: RESOURCE_MODES.find((mode) => mode === price.mode) ?? null,
    perHourFen: price.perHourFen,
    currency: 'CNY',
    validFrom: rfc3339(price.validFrom, timeZone),
    validTo: price.validTo && rfc3339(price.validTo, timeZone),
  }
}

export function resourceDetailJson(each: ResourcePage): z.output<typeof resourceDetailShape> {
  const { room } = each
  const contact = contactOf(each)
  return {
    ...resourceJson(each),
    status: each.status,
    formerNames: each.formerNames,
    summary: bilingualJson(each.summaryZh, each.summaryEn),
    hazards: each.hazards,
    nriiClass: each.nriiClass,
    bookedElsewhere: each.externalUrl,
    place: {
      building: bilingualJson(each.buildingZh ?? room?.buildingZh ?? null, each.buildingEn ?? room?.buildingEn ?? null),
      room: each.roomNumber ?? room?.number ?? null,
      gate: bilingualJson(each.gateZh, each.gateEn),
      access: bilingualJson(each.accessZh, each.accessEn),
    },
    contact: {
      name: bilingualJson(contact.contactNameZh, contact.contactNameEn),
      email: contact.contactEmail,
      phone: contact.contactPhone,
      emergencyPhone: contact.emergencyPhone,
    },
    ...filesJson(each),
    tags: [...each.tags, ...each.lab.tags].map(({ tag }) => ({ id: tag.id, name: { zh: tag.zh, en: tag.en } })),
    partOf: each.parent?.id ?? null,
    inside: each.inside.map(({ id }) => id),
    version: each.version,
  }
}

export const universityShape = z.object({
  id: z.string(),
  name: nameShape,
  shortName: nameShape,
  formerNames: z.array(z.string()),
  province: z.string(),
  city: z.string(),
  isChair: z.boolean(),
  campuses: z.array(named.extend({ city: z.string() })),
  labs: z.number().int(),
  resources: z.number().int(),
  links: z.object({ page: z.string() }),
})

export function universityJson(each: ListedUniversity): z.output<typeof universityShape> {
  return {
    id: each.id,
    name: nameJson(each),
    shortName: { zh: each.shortZh, en: each.abbr },
    formerNames: each.formerNames,
    province: each.province,
    city: each.city,
    isChair: each.isChair,
    campuses: each.campuses.map((campus) => ({ ...namedJson(campus), city: campus.city })),
    labs: each.labCount,
    resources: each.resourceCount,
    links: { page: paths.university(each.id) },
  }
}

export const labShape = z.object({
  id: z.string(),
  name: nameShape,
  level: z.string(),
  access: z.enum(['open', 'restricted']),
  isJoint: z.boolean(),
  isConfirmed: z.boolean(),
  discipline: text,
  universities: z.array(named),
  campus: z.object({ name: nameShape, city: z.string() }).nullable(),
  resources: z.number().int(),
  links: z.object({ page: z.string() }),
})

export function labJson(each: LabRow): z.output<typeof labShape> {
  return {
    id: each.id,
    name: nameJson(each),
    level: each.level,
    access: each.access,
    isJoint: each.isJoint,
    isConfirmed: each.isConfirmed,
    discipline: bilingualJson(each.disciplineZh, each.disciplineEn),
    universities: each.universities.map(namedJson),
    campus: each.campus && { name: nameJson(each.campus), city: each.campus.city },
    resources: each.resources,
    links: { page: paths.lab(each.id) },
  }
}

const CURSOR = /^o(\d{1,6})$/

export const labsQuery = z.object({
  q: word.optional(),
  university: word.optional(),
  level: word.optional(),
  cursor: z.string().regex(CURSOR).optional(),
  limit: pageSize,
})

/**
 * Labs come by pages of fixed size; a caller may want fewer at a time. The cursor is the count of
 * labs seen, and an answer ends where a page does.
 */
export function labsWindow(query: z.output<typeof labsQuery>) {
  const offset = Number(CURSOR.exec(query.cursor ?? '')?.[1] ?? 0)
  const skip = offset % LAB_PAGE_SIZE
  return {
    filters: { q: query.q ?? '', university: query.university ?? null, level: query.level ?? null, page: Math.floor(offset / LAB_PAGE_SIZE) + 1 },
    cut: <Item>({ items, total }: { items: readonly Item[]; total: number }) => {
      const shown = items.slice(skip, skip + (query.limit ?? LAB_PAGE_SIZE))
      const seen = offset + shown.length
      return { items: shown, nextCursor: shown.length > 0 && seen < total ? `o${seen}` : null }
    },
  }
}
