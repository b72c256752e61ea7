import { Link } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { paths } from '~/platform/paths'

export type HelpTopic = 'listing' | 'outages' | 'many' | 'import' | 'ownSystem' | 'mail' | 'training' | 'admission' | 'usable' | 'people' | 'groups' | 'projects' | 'rights' | 'privacy' | 'intake' | 'merge' | 'conduct' | 'after' | 'logbook'

/** The way to what the help says about a page. */
export function HelpLink({ topic }: { topic: HelpTopic }) {
  const t = useTranslations('help')
  return (
    <Link to={`${paths.help()}#${topic}`} className="whitespace-nowrap text-accent underline underline-offset-4" data-screen-only>
      {t('about', { topic: t(`${topic}.title`) })}
    </Link>
  )
}
