/** The closed lists of the catalogue; equal to the database's enums, which a test compares. */

export const LAB_LEVELS = [
  'national_key_lab',
  'joint_provincial_ministerial_skl',
  'national_engineering',
  'national_field_station',
  'national_defence_discipline_lab',
  'ministerial_key_lab',
  'provincial_key_lab',
  'provincial_engineering',
  'social_science_base_moe',
  'social_science_base_prov',
  'joint_sichuan_chongqing',
  'alliance_joint_lab',
  'accredited_test_centre',
  'university_platform',
] as const
export type LabLevel = (typeof LAB_LEVELS)[number]

export const LAB_ACCESS = ['open', 'restricted'] as const
export const LAB_OWNER_ROLES = ['lead', 'member'] as const
export const RATED_CLASSES = ['general', 'special'] as const
export const RESOURCE_STATUSES = ['draft', 'active', 'retired'] as const
export type ResourceStatus = (typeof RESOURCE_STATUSES)[number]

export const SHARE_SCOPES = ['own_university', 'alliance', 'all', 'contact_only'] as const
export type ShareScope = (typeof SHARE_SCOPES)[number]

/** What of a resource people are warned of. */
export const HAZARDS = [
  'biological',
  'chemical',
  'radiation',
  'electromechanical',
  'laser',
  'cryogenic',
  'high_voltage',
  'high_pressure',
  'magnetic',
  'other',
] as const

/** The classes of danger by which the ministry grades laboratory rooms. */
export const HAZARD_CLASSES = ['biological', 'chemical', 'radiation', 'electromechanical', 'other'] as const

/** Natures of resources that may have others inside them. */
export const CONTAINER_NATURES: readonly string[] = ['space', 'base']

/**
 * Hours a year of the ministry's yearly form: 7 h × 5 d × 40 weeks for general instruments,
 * 4 h × 5 d × 40 weeks for special ones.
 */
export const RATED_HOURS = { general: 1400, special: 800 } as const

/**
 * Open by default: a scope that keeps other members out needs a reason and a day on which it is
 * looked at again.
 */
export const isOpened = (scope: ShareScope): boolean => scope === 'alliance' || scope === 'all'

/** Moves of a resource's status; a draft is published once, a retired one comes back as it was. */
const STATUS_MOVES: Record<ResourceStatus, readonly ResourceStatus[]> = {
  draft: ['active', 'retired'],
  active: ['retired'],
  retired: ['active'],
}

export const canMoveTo = (from: ResourceStatus, to: ResourceStatus): boolean => STATUS_MOVES[from].includes(to)
