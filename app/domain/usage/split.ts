import type { UseDetails } from './facts'

/** The used time in its parts, in seconds; they add up to it. Standby is what none of the others is. */
export type TimeSplit = { warmUp: number; measuring: number; post: number; standby: number }

/**
 * The used time split as told. What is not told is measuring; where all three are told the rest is standby,
 * which does not count as effective. Told parts that exceed the time give way: measuring last.
 */
export function splitOf(
  usedSeconds: number,
  told: Partial<Pick<UseDetails, 'warmUpSeconds' | 'measuringSeconds' | 'postSeconds'>>,
): TimeSplit {
  const limited = (wanted: number, left: number) => Math.min(Math.max(wanted, 0), left)
  if (told.measuringSeconds !== undefined) {
    const measuring = limited(told.measuringSeconds, usedSeconds)
    const warmUp = limited(told.warmUpSeconds ?? 0, usedSeconds - measuring)
    const post = limited(told.postSeconds ?? 0, usedSeconds - measuring - warmUp)
    return { warmUp, measuring, post, standby: usedSeconds - measuring - warmUp - post }
  }
  const warmUp = limited(told.warmUpSeconds ?? 0, usedSeconds)
  const post = limited(told.postSeconds ?? 0, usedSeconds - warmUp)
  return { warmUp, measuring: usedSeconds - warmUp - post, post, standby: 0 }
}

/** Effective seconds: necessary start-up, measuring and necessary post-processing (MOE benefit form). */
export const effectiveSeconds = ({ warmUp, measuring, post }: TimeSplit): number => warmUp + measuring + post
