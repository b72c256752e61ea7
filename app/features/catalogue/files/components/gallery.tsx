import { useLocale, useTranslations } from 'use-intl'
import type { Attached } from '~/features/catalogue/files/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { paths } from '~/platform/paths'

/** What a file is called: its caption in the reader's language, else its own name. */
export function useFileName(): (file: Pick<Attached, 'captionZh' | 'captionEn' | 'file'>) => string {
  const locale = useLocale()
  return ({ captionZh, captionEn, file }) =>
    captionZh || captionEn ? bilingual({ zh: captionZh, en: captionEn }, locale).text : file.fileName
}

export function useFileSize(): (bytes: number) => string {
  const t = useTranslations('listing.files')
  return (bytes) => (bytes < 1_000_000 ? t('kb', { n: Math.max(1, Math.round(bytes / 1000)) }) : t('mb', { n: Math.round(bytes / 100_000) / 10 }))
}

/** The first picture large, the others small; places are kept before the pictures come. */
export function Gallery({ pictures }: { pictures: readonly Attached[] }) {
  const t = useTranslations('listing.files')
  const name = useFileName()
  const [first, ...others] = pictures
  if (first === undefined) return null
  return (
    <section aria-label={t('gallery')} className="grid gap-2">
      <a href={paths.file(first.file)} className="justify-self-start">
        <img
          src={paths.file(first.file)}
          alt={name(first)}
          width={first.width ?? undefined}
          height={first.height ?? undefined}
          className="h-auto max-h-96 w-auto max-w-full rounded-md bg-sunken object-contain"
        />
      </a>
      {others.length === 0 ? null : (
        <ul className="flex flex-wrap gap-2">
          {others.map((each) => (
            <li key={each.id}>
              <a href={paths.file(each.file)} aria-label={t('enlarge', { name: name(each) })}>
                <Thumbnail file={each} alt="" />
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** A small picture in a frame of fixed size. */
export function Thumbnail({ file, alt }: { file: Attached; alt: string }) {
  return (
    <img
      src={paths.file(file.thumbnail ?? file.file)}
      alt={alt}
      loading="lazy"
      width={120}
      height={90}
      className="h-[90px] w-[120px] rounded-md bg-sunken object-cover"
    />
  )
}

/** Documents to take away, each with its size. */
export function DocumentList({ documents }: { documents: readonly Attached[] }) {
  const t = useTranslations('listing.files')
  const name = useFileName()
  const size = useFileSize()
  return (
    <ul className="grid gap-1">
      {documents.map((each) => (
        <li key={each.id} className="flex flex-wrap gap-x-3 break-words">
          <a href={paths.file(each.file)} className="text-accent underline decoration-line underline-offset-4">{name(each)}</a>
          <span className="text-sm text-muted">{t('size', { size: size(each.file.sizeBytes) })}</span>
        </li>
      ))}
    </ul>
  )
}
