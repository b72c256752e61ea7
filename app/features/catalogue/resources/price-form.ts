import { z } from 'zod'
import { RESOURCE_MODES } from '~/domain/booking/facts'
import { ORIGIN_CLASSES } from '~/domain/pricing/quote'
import { fenOfYuan } from '~/domain/pricing/yuan'
import { isPlainDate } from '~/domain/time/zone'

/** The name of a cell in the history; mode null is a price for every mode. */
export const priceField = (mode: string | null, originClass: string) => `price.${mode ?? 'any'}.${originClass}`
/** The same in the form, where a dot would lead into an object. */
export const priceInput = (mode: string | null, originClass: string) => `price-${mode ?? 'any'}-${originClass}`

export const PRICE_CELLS = [null, ...RESOURCE_MODES].flatMap((mode) => ORIGIN_CLASSES.map((originClass) => ({ mode, originClass })))

const amount = z
  .string()
  .max(40)
  .transform((text, context) => {
    const fen = fenOfYuan(text)
    if (fen === null) context.addIssue({ code: 'custom', message: 'listing.rules.yuan' })
    return fen
  })

/** The grid of prices: an amount in yuan under the name of each cell; a cell left empty lists none. */
export const priceSchema = z
  .object({
    version: z.coerce.number().int().min(1),
    from: z.string().refine((text) => isPlainDate(text) && text.startsWith('2'), { error: 'date' }).optional().transform((day) => day ?? null),
    ...Object.fromEntries(PRICE_CELLS.map((cell) => [priceInput(cell.mode, cell.originClass), amount.optional().transform((fen) => fen ?? null)])),
  })
  .transform(({ version, from, ...amounts }) => ({
    version,
    from,
    cells: PRICE_CELLS.map((cell) => ({ ...cell, perHourFen: fenIn(amounts, priceInput(cell.mode, cell.originClass)) })),
  }))

function fenIn(amounts: Record<string, unknown>, name: string): number | null {
  const fen = amounts[name]
  return typeof fen === 'number' ? fen : null
}
