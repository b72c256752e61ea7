/** What came of uses. */
export const ACHIEVEMENT_KINDS = ['paper', 'patent', 'award', 'thesis'] as const
export type AchievementKind = (typeof ACHIEVEMENT_KINDS)[number]

/**
 * A DOI as it is kept: lower case, without `https://doi.org/` or `doi:` before it; null where it has not the form
 * of one (ISO 26324: `10.`, a registrant of digits and dots, a slash, a suffix without blanks). Whether it is
 * registered is not asked.
 */
export function doiOf(text: string): string | null {
  const bare = text.trim().replace(/^(https?:\/\/(dx\.)?doi\.org\/|doi:\s*)/i, '').toLowerCase()
  return /^10\.\d{4,9}(\.\d+)*\/[^\s\p{Cc}]{1,200}$/u.test(bare) ? bare : null
}

/** From how many ratings on a resource shows their mean: of fewer, single people would be known. */
export const LEAST_RATINGS = 5
/** The mean of ratings in tenths, or null while there are too few. */
export const meanTenths = (count: number, sum: number): number | null => (count < LEAST_RATINGS ? null : Math.round((sum * 10) / count))
