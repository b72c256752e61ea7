import type { RegisterRow } from '~/features/people/qualifications/register.server'
import type { Translator } from '~/i18n/translator'

export const ENTRIES = ['qualification', 'admission', 'step'] as const
export type RegisterEntry = (typeof ENTRIES)[number]

/** What was granted or done, and the way of use it is for. */
export function entryWords(t: Translator, { entry, step, mode, band }: Pick<RegisterRow, 'entry' | 'step' | 'mode' | 'band'>): string {
  if (entry === 'step') return step === null ? '' : t(`training.kind.${step}`)
  const way = entry === 'admission' ? [] : [t(`common.mode.${mode ?? 'self_operation'}`), band === 'night' ? t('training.band.night') : null]
  return [t(`training.register.entry.${entry}`), ...way].filter(Boolean).join(' · ')
}

/** How it stands at the instant; null: nothing to say of a step. */
export function entryState({ entry, validUntil, revokedAt, suspendedAt }: Pick<RegisterRow, 'entry' | 'validUntil' | 'revokedAt' | 'suspendedAt'>, now: Date) {
  if (entry === 'step') return null
  if (revokedAt !== null) return 'revoked'
  if (suspendedAt !== null) return 'suspended'
  return validUntil !== null && validUntil <= now ? 'lapsed' : 'running'
}
