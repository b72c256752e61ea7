import { z } from 'zod'
import { optionalText } from '~/features/catalogue/fields'

export const MOST_FILE_BYTES = 20 * 1024 * 1024
export const MOST_PICTURES = 12
export const MOST_DOCUMENTS = 20

/** What a picture shows (its text for who cannot see it), or what a document is. */
const captions = { captionZh: optionalText(200), captionEn: optionalText(300) }
export const addFileForm = z.object(captions)
export const editFileForm = z.object({ id: z.uuid(), ...captions })
export const moveFileForm = z.object({ id: z.uuid(), to: z.enum(['up', 'down']) })
export const removeFileForm = z.object({ id: z.uuid() })
export type Captions = z.output<typeof addFileForm>
