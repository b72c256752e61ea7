import type { Policy } from '~/domain/scheduling/policy'
import type { OpeningSchedule } from '~/domain/scheduling/opening'
import type { SeedResource } from './data'
import { randomOf } from './random'

/**
 * Resources that anybody of a member university may try at once: no training, open on workdays
 * 9 to 18, with and without approval, in Chengdu and in Chongqing.
 */
const EASY: Record<string, Policy['approval']> = {
  // Chengdu
  'scu-southasia-i01': 'none',
  'scu-oral-i03': 'lab_manager',
  'scu-polymer-i02': 'lab_manager',
  'uestc-neuro-i02': 'lab_manager',
  'swjtu-railvehicle-i03': 'lab_manager',
  'swjtu-maglev-i02': 'none',
  'swufe-icfs-i01': 'none',
  'swpu-chem-i03': 'none',
  'sicnu-vcvr-i01': 'none',
  'xhu-hydroeq-i02': 'none',
  // Chongqing
  'cqu-coal-i04': 'lab_manager',
  'cqu-power-i03': 'none',
  'swu-cogper-i03': 'none',
  'swu-ethnicedu-i01': 'none',
  'cqjtu-bridge-i03': 'lab_manager',
  'swupl-humanrights-i02': 'none',
  'cqmu-ultrasound-i02': 'lab_manager',
  'cqupt-iiot-i01': 'none',
  'cqupt-mobile-i01': 'lab_manager',
  'sisu-flrc-i01': 'none',
  'sisu-interp-i01': 'lab_manager',
}

export const isEasy = (id: string) => id in EASY

/** Universities with a lab manager among the demo accounts: there a request finds its decider at once. */
export const MANAGED = ['scu', 'swjtu', 'cqu']

/** Minutes after use before the next one: cleaning, cooling, disinfecting. */
const CLEAN_UP: Record<string, number> = {
  sputtering_system: 30,
  cell_sorter: 30,
  mri_scanner: 15,
  engine_test_bench: 30,
  extrusion_platform: 30,
  vr_cave: 15,
}
const SET_UP: Record<string, number> = { anechoic_chamber: 30, mri_scanner: 15 }

/** Runs that go on through the night while nobody is there. */
const UNATTENDED = new Set(['electrochemical_workstation', 'growth_chamber'])

type Weekly = OpeningSchedule['weekly'][number]

const workdays = (from: number, to: number): Weekly[] =>
  ([1, 2, 3, 4, 5] as const).map((weekday) => ({ weekday, from: from * 60, to: to * 60 }))
const always: Weekly[] = ([1, 2, 3, 4, 5, 6, 7] as const).map((weekday) => ({ weekday, from: 0, to: 1440 }))

export type DemoRules = { policy: Partial<Policy>; weekly: Weekly[]; observesHolidays: boolean }

/** Opening hours and rules of an illustrative resource, by the shortest time it makes sense to use it. */
export function rulesOf(resource: SeedResource, universityId: string): DemoRules {
  const random = randomOf(`rules:${resource.id}`)
  const minMinutes = resource.minSlotMinutes
  const easy = isEasy(resource.id)
  const common: Partial<Policy> = {
    minMinutes,
    minNoticeMinutes: easy ? 0 : random.pick([0, 0, 30, 60]),
    horizonDays: 60,
    cancelNoticeMinutes: easy ? 0 : random.pick([0, 0, 60, 120]),
    changeNoticeMinutes: 0,
    setUpMinutes: SET_UP[resource.kind] ?? 0,
    cleanUpMinutes: CLEAN_UP[resource.kind] ?? 0,
    approval: approvalOf(resource, universityId),
    autoApproveOwnUniversity: resource.id === 'cqu-mg-i02',
    ...(resource.kind === 'space' ? { maxPeople: 20 } : {}),
  }
  if (resource.modes.every((mode) => mode === 'remote')) {
    return {
      policy: { ...common, gridMinutes: 60, maxMinutes: 3 * 1440, attendance: 'none' },
      weekly: always,
      observesHolidays: false,
    }
  }
  if (minMinutes >= 1440) {
    return {
      policy: { ...common, gridMinutes: 60, wholeDays: false, maxMinutes: 14 * 1440, attendance: 'ends' },
      weekly: always,
      observesHolidays: false,
    }
  }
  const attendance = UNATTENDED.has(resource.kind) ? 'ends' : 'whole'
  return minMinutes >= 240
    ? {
        policy: { ...common, gridMinutes: 60, maxMinutes: 13 * 60, attendance },
        weekly: workdays(8, 21),
        observesHolidays: true,
      }
    : {
        policy: { ...common, gridMinutes: 30, maxMinutes: 8 * 60, attendance },
        weekly: workdays(9, 18),
        observesHolidays: true,
      }
}

function approvalOf(resource: SeedResource, universityId: string): Policy['approval'] {
  const stated = EASY[resource.id]
  if (stated) return stated
  if (resource.kind === 'space' || resource.modes.every((mode) => mode === 'entrusted_test')) return 'lab_manager'
  const chance = MANAGED.includes(universityId) ? 0.6 : 0.3
  return randomOf(`approval:${resource.id}`).chance(chance) ? 'lab_manager' : 'none'
}
