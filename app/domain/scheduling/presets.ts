import type { Policy } from './policy'

/** Rules that many labs share, to start from. Training and contact are settled with the resource's entry. */
export const PRESETS = {
  hourly: { wholeDays: false, gridMinutes: 60, minMinutes: 60, maxMinutes: 480, minNoticeMinutes: 0, approval: 'none', attendance: 'whole' },
  approval: { wholeDays: false, gridMinutes: 60, minMinutes: 60, maxMinutes: 1440, approval: 'lab_manager', autoApproveOwnUniversity: false, holdMode: 'hold', holdHours: 72, attendance: 'whole' },
  days: { wholeDays: true, gridMinutes: 60, minMinutes: 1440, maxMinutes: 14 * 1440, approval: 'lab_manager', holdMode: 'hold', holdHours: 72, attendance: 'ends', allowUnattendedOutsideHours: true },
  training: { wholeDays: false, gridMinutes: 30, minMinutes: 60, maxMinutes: 480, minNoticeMinutes: 1440, approval: 'lab_manager', autoApproveOwnUniversity: true, holdMode: 'hold', holdHours: 48 },
  contact: { wholeDays: false, gridMinutes: 60, minMinutes: 60, maxMinutes: 1440, minNoticeMinutes: 3 * 1440, approval: 'lab_manager', autoApproveOwnUniversity: false, holdMode: 'compete', holdHours: 72 },
} as const satisfies Record<string, Partial<Policy>>
export type PresetName = keyof typeof PRESETS
export const PRESET_NAMES = Object.keys(PRESETS) as PresetName[]
