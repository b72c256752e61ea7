import { useLocale, useTranslations } from 'use-intl'
import type { Problem } from '~/domain/problem'
import type { BookingView } from '~/features/bookings/queries.server'
import { defaultTimeZone } from '~/i18n/locale'
import { problemMessage } from '~/i18n/problem-message'

type Reply = { errors: Record<string, string[]>; values: Record<string, string>; problems: Problem[] }
export type OperatorReply = Reply & { chosen?: string[] }
export type Fate = { booking: BookingView; to: { nameZh: string; nameEn: string | null } | null }
/** `fates` once one has looked at what the leave does. */
export type LeaveReply = Reply & { fates: Fate[] | null }

/** What a command found wrong: the rules by field, and the rest. */
export function splitProblems(problems: readonly Problem[]): { errors: Record<string, string[]>; problems: Problem[] } {
  const errors: Record<string, string[]> = {}
  for (const each of problems) if (each.code === 'field_invalid') errors[each.params.field] = [each.params.rule]
  return { errors, problems: problems.filter(({ code }) => code !== 'field_invalid') }
}

/** Problems as sentences; those of a field are shown beside it. */
export function useProblemLines(problems: readonly Problem[]): string[] {
  const t = useTranslations()
  const locale = useLocale()
  return problems.map((each) => problemMessage(t, each, { locale, timeZone: defaultTimeZone }))
}
