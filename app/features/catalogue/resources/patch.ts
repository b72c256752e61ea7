import type { ResourceInput, ResourcePatch } from '~/features/catalogue/resources/schema'

/** Texts that a patch replaces where it says something, in groups that belong together. */
const TEXTS = [
  'contactNameZh', 'contactNameEn', 'contactEmail', 'contactPhone', 'emergencyPhone', 'gateZh', 'gateEn', 'accessZh', 'accessEn',
] as const

/** A resource's values after the patch; what the patch leaves empty stays as it is. */
export function patched<Values extends ResourceInput>(values: Values, patch: ResourcePatch): Values {
  const next = { ...values }
  for (const field of TEXTS) if (patch[field] !== null) next[field] = patch[field]
  if (patch.shareScope !== null) {
    next.shareScope = patch.shareScope
    next.notOpenReason = patch.notOpenReason
    next.reviewOn = patch.reviewOn
  }
  if (patch.setModes) next.modes = patch.modes
  next.tags = [...new Set([...values.tags, ...patch.addTags])].filter((tag) => !patch.removeTags.includes(tag)).toSorted()
  return next
}
