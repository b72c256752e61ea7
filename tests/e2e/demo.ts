/** What the demo holds: the accounts, and resources that anybody of a member may try at once. */

export const ACCOUNTS = [
  'researcher@swjtu.example',
  'researcher@cqu.example',
  'student@cqjtu.example',
  'visitor@scu.example',
  'pi@swjtu.example',
  'pi@cqjtu.example',
  'manager@cqu.example',
  'manager@scu.example',
  'manager@swjtu.example',
  'operator@cqu.example',
  'safety@swjtu.example',
  'coordinator@cqu.example',
  'office@alliance.example',
  'chair@scu.example',
  'chair@cqu.example',
  'admin@alliance.example',
  'security@alliance.example',
  'audit@alliance.example',
  'labmanager@cqu.example',
] as const
/** Books nothing in the demo and in no other test, so that nothing keeps it from a training at any hour. */
export const TRAINER = 'operator@scu.example'
/** In Mianyang: sends samples, and books nothing. */
export const SENDER = 'researcher@swust.example'
export type Account = (typeof ACCOUNTS)[number] | typeof TRAINER | typeof SENDER

/** Those who ask for time; nobody of them decides about it. */
export const ASKERS: readonly Account[] = [
  'researcher@swjtu.example', 'researcher@cqu.example', 'student@cqjtu.example', 'visitor@scu.example', 'pi@swjtu.example',
  'pi@cqjtu.example', 'operator@cqu.example', 'safety@swjtu.example', 'chair@cqu.example', 'office@alliance.example',
]

export type DemoResource = {
  id: string
  /** The shortest time it is booked for. */
  minutes: number
  /** Who decides about requests; null where a booking needs no approval. */
  manager: Account | null
}

/*
 * One unit each, workdays 9 to 18 on Asia/Shanghai's clock, no training. Every test that fills time
 * has a resource, or days, of its own, so that tests may run beside each other.
 */
export const RESOURCES = {
  raceToCreate: { id: 'swjtu-maglev-i02', minutes: 60, manager: null },
  raceToMove: { id: 'cqu-power-i03', minutes: 60, manager: null },
  raceToApprove: { id: 'scu-oral-i03', minutes: 60, manager: 'manager@scu.example' },
  raceOfPages: { id: 'swpu-chem-i03', minutes: 30, manager: null },
  journeyZh: { id: 'cqu-coal-i04', minutes: 120, manager: 'manager@cqu.example' },
  journeyEn: { id: 'scu-polymer-i02', minutes: 60, manager: 'manager@scu.example' },
  journeyAtOnce: { id: 'sisu-flrc-i01', minutes: 60, manager: null },
  badInput: { id: 'swu-cogper-i03', minutes: 60, manager: null },
  leaver: { id: 'swu-ethnicedu-i01', minutes: 120, manager: null },
  permissions: { id: 'cqu-coal-i04', minutes: 120, manager: 'manager@cqu.example' },
} as const satisfies Record<string, DemoResource>

/** What needs a training first. */
export const TRAINED = {
  /** A commitment and a practical course; the manager approves. */
  withCourse: { id: 'scu-biotherapy-i04', minutes: 60, manager: 'manager@scu.example' },
  /** No rule says how: the manager grants. No approval. */
  granted: { id: 'scu-oral-i02', minutes: 60, manager: 'manager@scu.example' },
} as const satisfies Record<string, DemoResource>
