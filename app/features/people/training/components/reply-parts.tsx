import { useLocale, useTranslations } from 'use-intl'
import { fieldOf, type FormReply, ReplyErrors } from '~/features/auth/components/form-reply'
import { ProblemNotices } from '~/features/catalogue/components/entry-problems'
import type { TrainingSubjects } from '~/features/people/qualifications/queries.server'
import type { CommandReply } from '~/features/people/training/answer.server'
import { bilingual } from '~/i18n/bilingual'
import type { FieldMeta } from '~/ui/form-field'
import type { Choice } from '~/ui/input'

/** What was wrong, above the form: its fields with links, and what no field is to blame for. */
export function CommandErrors({ answer, labels }: { answer: CommandReply | null; labels: Record<string, string> }) {
  if (answer === null) return null
  const prefixed = Object.fromEntries(Object.entries(labels))
  return (
    <>
      <ReplyErrors reply={answer.reply} labels={prefixed} />
      <ProblemNotices problems={answer.problems} />
    </>
  )
}

/** Fields of one form among several on a page. */
export const fieldsOf = (answer: CommandReply | null): ((name: string, initial?: string | null) => FieldMeta) => {
  const reply: FormReply | null = answer?.reply ?? null
  return (name, initial) => fieldOf(reply, name, initial)
}

export const isTicked = (answer: CommandReply | null, name: string, initial = false) =>
  answer === null ? initial : answer.reply.values[name] === 'on'

/** Resources and labs as one choice: what a training or a rule is about. */
export function useSubjectChoices({ resources, labs }: Pick<TrainingSubjects, 'resources' | 'labs'>): Choice[] {
  const t = useTranslations('training.manage')
  const locale = useLocale()
  const name = (row: { nameZh: string; nameEn: string | null }) => bilingual({ zh: row.nameZh, en: row.nameEn }, locale).text
  return [
    ...resources.map((row) => ({ value: `resource:${row.id}`, label: t('resourceOption', { name: name(row) }) })),
    ...labs.map((row) => ({ value: `lab:${row.id}`, label: t('labOption', { name: name(row) }) })),
  ]
}

export function useResourceChoices(resources: TrainingSubjects['resources']): Choice[] {
  const locale = useLocale()
  return resources.map((row) => ({ value: row.id, label: bilingual({ zh: row.nameZh, en: row.nameEn }, locale).text }))
}

export function usePersonName(): (person: { nameZh: string | null; nameEn: string | null; email: string }) => string {
  const locale = useLocale()
  return ({ nameZh, nameEn, email }) => bilingual({ zh: nameZh, en: nameEn }, locale).text || email
}
