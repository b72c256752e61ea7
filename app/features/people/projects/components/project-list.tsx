import { Link } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import type { ProjectKind } from '~/domain/people/project'
import { useName } from '~/features/people/groups/components/entry'
import type { GroupProjectRow } from '~/features/people/groups/queries.server'
import { formatPlainDate } from '~/i18n/format'
import { paths } from '~/platform/paths'
import { Badge, Status } from '~/ui/badge'

/** The projects of a group, those that run first. */
export function ProjectList({ projects, now }: { projects: readonly GroupProjectRow[]; now: Date }) {
  const t = useTranslations('groups')
  const locale = useLocale()
  const name = useName()
  if (projects.length === 0) return <p className="max-w-reading text-muted">{t('project.none')}</p>
  return (
    <ul className="grid">
      {projects.map((project) => {
        const endsOn = project.endsOn?.toISOString().slice(0, 10)
        const isOver = project.isClosed || (project.endsOn !== null && project.endsOn.getTime() + 86_400_000 <= now.getTime())
        return (
          <li key={project.id} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 border-b border-line py-2">
            <Link to={paths.project(project.id)} className="font-medium underline decoration-line underline-offset-4 hover:decoration-current">
              {name({ zh: project.nameZh, en: project.nameEn })}
            </Link>
            <Badge>{t(`kind.${project.kind as ProjectKind}`)}</Badge>
            {project.number ? <span className="text-sm text-muted">{project.number}</span> : null}
            {isOver ? <Status tone="muted">{t('project.over')}</Status> : endsOn ? <span className="text-sm text-muted">{t('project.until', { date: formatPlainDate(endsOn, locale, now) })}</span> : null}
          </li>
        )
      })}
    </ul>
  )
}
