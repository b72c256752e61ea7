import { Form } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { HAZARD_CLASSES } from '~/domain/catalogue/classes'
import type { roomsDue } from '~/features/people/admission/queries.server'
import type { CommandReply } from '~/features/people/training/answer.server'
import { CommandErrors, fieldsOf } from '~/features/people/training/components/reply-parts'
import { bilingual } from '~/i18n/bilingual'
import { formatPlainDate } from '~/i18n/format'
import { paths } from '~/platform/paths'
import { Status } from '~/ui/badge'
import { SubmitButton } from '~/ui/button'
import { InputField, SelectField } from '~/ui/form-field'

type Room = Awaited<ReturnType<typeof roomsDue>>[number]

/** Rooms whose class and level are to be assessed anew, overdue ones first, each with what came of it. */
export function RoomsDue({ rooms, answer, now }: { rooms: Room[]; answer: CommandReply | null; now: Date }) {
  const a = useTranslations('training.admission')
  const hazard = useTranslations('catalogue.resource.hazard')
  const listing = useTranslations('listing')
  const locale = useLocale()
  if (rooms.length === 0) return <p className="text-muted">{a('noRooms')}</p>
  const nameOf = (room: Room) => [bilingual({ zh: room.buildingZh, en: room.buildingEn }, locale).text, room.number].filter(Boolean).join(' ')
  return (
    <ul className="grid gap-4">
      {rooms.map((room) => {
        const own = answer?.reply.values.id === room.id ? answer : null
        const field = (name: 'hazardClass' | 'safetyLevel' | 'reassessOn', initial: string) => ({ ...fieldsOf(own)(name, initial), id: `${name}-${room.id}` })
        return (
          <li key={room.id} className="grid gap-2 border-l-2 border-line pl-4">
            <p className="flex flex-wrap gap-x-3">
              {nameOf(room)}
              <span className="tabular-nums text-muted">{formatPlainDate(room.day, locale, now)}</span>
              {room.isOverdue ? <Status tone="refused">{a('overdue')}</Status> : null}
            </p>
            <CommandErrors answer={own} labels={{}} />
            <Form method="post" action={paths.manageAdmission({ form: 'room' })} className="flex flex-wrap items-end gap-3">
              <input type="hidden" name="id" value={room.id} />
              <input type="hidden" name="version" value={room.version} />
              <SelectField field={field('hazardClass', room.hazardClass ?? '')} label={listing('field.hazardClass')} placeholder={listing('choice.none')} choices={HAZARD_CLASSES.map((each) => ({ value: each, label: hazard(each) }))} required={false} />
              <SelectField field={field('safetyLevel', String(room.safetyLevel ?? ''))} label={listing('field.safetyLevel')} placeholder={listing('choice.none')} choices={([1, 2, 3, 4] as const).map((level) => ({ value: String(level), label: listing(`safetyLevel.${level}` as 'status.draft') }))} required={false} />
              <InputField field={field('reassessOn', '')} label={listing('field.reassessOn')} type="date" required />
              <SubmitButton tone="secondary" aria-label={a('reassessNamed', { name: nameOf(room) })}>{a('reassess')}</SubmitButton>
            </Form>
          </li>
        )
      })}
    </ul>
  )
}
