import { z } from 'zod'
import type { FilesOf } from '~/features/catalogue/files/queries.server'
import { nameShape } from '~/platform/json-shapes'
import { paths } from '~/platform/paths'

/** Pictures and documents as the JSON API shows them. */

const caption = nameShape.nullable()

export const pictureShape = z.object({
  caption,
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  url: z.string(),
  thumbnailUrl: z.string().nullable(),
})
export const documentShape = z.object({ name: z.string(), caption, contentType: z.literal('application/pdf'), sizeBytes: z.number().int(), url: z.string() })

type FilesJson = { pictures: z.output<typeof pictureShape>[]; documents: z.output<typeof documentShape>[] }

const captionOf = ({ captionZh, captionEn }: { captionZh: string | null; captionEn: string | null }) =>
  captionZh || captionEn ? { zh: captionZh, en: captionEn } : null

export const filesJson = ({ pictures, documents }: FilesOf): FilesJson => ({
  pictures: pictures.map((each) => ({
    caption: captionOf(each),
    width: each.width,
    height: each.height,
    url: paths.file(each.file),
    thumbnailUrl: each.thumbnail && paths.file(each.thumbnail),
  })),
  documents: documents.map((each) => ({
    name: each.file.fileName,
    caption: captionOf(each),
    contentType: 'application/pdf',
    sizeBytes: each.file.sizeBytes,
    url: paths.file(each.file),
  })),
})
