/**
 * Journeys between campuses, from door to door. An estimate, not a timetable: the method of the
 * alliance's travel table. By rail: minutes from the campus to its railway hub + 30 in the station
 * + typical minutes on the train + minutes from the hub to the other campus. Between campuses of
 * one hub, by road: 15 + 2 per road kilometre, a road being 1.3 times the great circle.
 */
export type CampusPlace = {
  id: string
  city: string
  /** Degrees. */
  lat: number
  lon: number
  /** Null: no railway within reach. */
  railHub: string | null
  /** Minutes from the campus to its railway hub. */
  localMinutes: number | null
}

/** Typical minutes on the train between two hubs, the same both ways. */
export type RailLeg = { a: string; b: string; typicalMinutes: number }

const STATION_MINUTES = 30
const ROAD_BASE_MINUTES = 15
const ROAD_MINUTES_PER_KM = 2
const ROAD_DETOUR = 1.3
const EARTH_RADIUS_KM = 6371

/**
 * Whole minutes from door to door, 0 on one campus, null when no way is known. Without a direct
 * leg the quickest chain of legs counts, each change costing another 30 minutes in a station.
 */
export function doorToDoorMinutes(
  a: CampusPlace,
  b: CampusPlace,
  rail: readonly RailLeg[],
): number | null {
  if (a.id === b.id) return 0
  if (a.railHub === null || b.railHub === null) return null
  if (a.railHub === b.railHub) {
    const roadKm = greatCircleKm(a, b) * ROAD_DETOUR
    return Math.round(ROAD_BASE_MINUTES + ROAD_MINUTES_PER_KM * roadKm)
  }
  if (a.localMinutes === null || b.localMinutes === null) return null
  const train = railMinutes(a.railHub, b.railHub, rail)
  if (train === null) return null
  return Math.round(a.localMinutes + STATION_MINUTES + train + b.localMinutes)
}

/** Kilometres on the sphere (haversine). */
export function greatCircleKm(
  a: { lat: number; lon: number },
  b: { lat: number; lon: number },
): number {
  const dLat = radians(b.lat - a.lat)
  const dLon = radians(b.lon - a.lon)
  const h =
    Math.sin(dLat / 2) ** 2 +
    Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(dLon / 2) ** 2
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)))
}

function railMinutes(from: string, to: string, rail: readonly RailLeg[]): number | null {
  const direct = rail.filter(({ a, b }) => (a === from && b === to) || (a === to && b === from))
  if (direct.length > 0) return Math.min(...direct.map((leg) => leg.typicalMinutes))
  const best = new Map([[from, 0]])
  const open = new Set([from])
  while (open.size > 0) {
    const hub = [...open].reduce((least, each) =>
      (best.get(each) ?? 0) < (best.get(least) ?? 0) ? each : least,
    )
    open.delete(hub)
    const sofar = best.get(hub) ?? 0
    if (hub === to) return sofar
    const change = hub === from ? 0 : STATION_MINUTES
    for (const leg of rail) {
      const next = leg.a === hub ? leg.b : leg.b === hub ? leg.a : null
      if (next === null) continue
      const total = sofar + change + leg.typicalMinutes
      if (total < (best.get(next) ?? Infinity)) {
        best.set(next, total)
        open.add(next)
      }
    }
  }
  return null
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180
}
