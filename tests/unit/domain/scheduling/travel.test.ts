import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CampusPlace, doorToDoorMinutes, greatCircleKm, type RailLeg } from '~/domain/scheduling/travel'

const place = (id: string, lat: number, lon: number, railHub: string | null, localMinutes: number | null): CampusPlace => ({
  id,
  city: railHub ?? '(field)',
  lat,
  lon,
  railHub,
  localMinutes,
})
const wangjiang = place('scu-wangjiang', 30.63, 104.08, 'Chengdu', 30)
const xipu = place('swjtu-xipu', 30.77, 103.98, 'Chengdu', 72)
const campusA = place('cqu-a', 29.57, 106.46, 'Chongqing', 18)
const campusB = place('cqu-b', 29.57, 106.46, 'Chongqing', 18)
const rongchang = place('swu-rongchang', 29.41, 105.59, 'Rongchang', 25)
const mianyang = place('swust-qingyi', 31.54, 104.7, 'Mianyang', 35)
const yibin = place('cdut-yibin', 28.8, 104.67, 'Yibin', 29)
const station = place('cqu-xuefengshan', 27.3, 110.35, null, null)
const rail: RailLeg[] = [
  { a: 'Chengdu', b: 'Chongqing', typicalMinutes: 80 },
  { a: 'Chengdu', b: 'Mianyang', typicalMinutes: 45 },
  { a: 'Chengdu', b: 'Yibin', typicalMinutes: 85 },
  { a: 'Chongqing', b: 'Rongchang', typicalMinutes: 40 },
]

describe('a journey', () => {
  it('within one campus takes no time, between neighbours the time to set out', () => {
    expect(doorToDoorMinutes(campusA, campusA, rail)).toBe(0)
    expect(doorToDoorMinutes(campusA, campusB, rail)).toBe(15)
  })

  it('within a city goes by road: 15 + 2 per road kilometre', () => {
    const km = greatCircleKm(wangjiang, xipu)
    expect(km).toBeCloseTo(18.3, 0)
    expect(doorToDoorMinutes(wangjiang, xipu, rail)).toBe(Math.round(15 + 2 * 1.3 * km))
  })

  it('between cities adds both ends, the station and the typical train', () => {
    expect(doorToDoorMinutes(wangjiang, campusA, rail)).toBe(30 + 30 + 80 + 18)
  })

  it('goes by the hub, not by the name of the city', () => {
    expect(doorToDoorMinutes({ ...rongchang, city: 'Chongqing' }, campusA, rail)).toBe(25 + 30 + 40 + 18)
  })

  it('changes trains where there is no direct one', () => {
    expect(doorToDoorMinutes(mianyang, yibin, rail)).toBe(35 + 30 + 45 + 30 + 85 + 29)
  })

  it('is unknown to a place without a railway or beyond the network', () => {
    expect(doorToDoorMinutes(station, campusA, rail)).toBeNull()
    expect(doorToDoorMinutes({ ...campusA, railHub: 'Kunming' }, wangjiang, rail)).toBeNull()
    expect(doorToDoorMinutes(wangjiang, { ...campusA, localMinutes: null }, rail)).toBeNull()
  })

  it('takes as long there as back', () => {
    const places = fc.constantFrom(wangjiang, xipu, campusA, campusB, rongchang, mianyang, yibin, station)
    fc.assert(
      fc.property(places, places, fc.shuffledSubarray(rail), (a, b, some) => {
        expect(doorToDoorMinutes(a, b, some)).toBe(doorToDoorMinutes(b, a, some))
      }),
    )
  })
})
