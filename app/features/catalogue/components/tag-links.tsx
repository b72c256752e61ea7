import { Link } from '@remix-run/react'
import { useLocale } from 'use-intl'
import { paths } from '~/platform/paths'
import { Badge } from '~/ui/badge'

type Tag = { id: string; scheme: string; zh: string; en: string }

/** Each tag once, as a link to what else has it; of two of the same name the one of a numbered scheme shows its number. */
export function TagLinks({ tags }: { tags: readonly Tag[] }) {
  const locale = useLocale()
  const distinct = tags.filter((tag, at) => tags.findIndex(({ id }) => id === tag.id) === at)
  const isNumbered = (tag: Tag) => /^\d+$/.test(tag.scheme) && distinct.some((each) => each.zh === tag.zh && each.id !== tag.id)
  return (
    <span className="flex flex-wrap gap-1.5">
      {distinct.map((tag) => {
        const name = locale === 'en' ? tag.en : tag.zh
        return (
          <Link key={tag.id} to={paths.resources({ tag: tag.id })} className="no-underline">
            <Badge>{isNumbered(tag) ? `${name} · ${tag.scheme}` : name}</Badge>
          </Link>
        )
      })}
    </span>
  )
}
