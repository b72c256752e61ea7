import { z } from 'zod'

/*
 * Fields that the forms of the catalogue share. An empty field is null, never an empty text, so
 * that "not filled in" has one form in the database, the history and the comparison.
 */

const WRITABLE = /^(\P{Cc}|[\t\n\r])*$/u

const written = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine((text) => WRITABLE.test(text) && text.isWellFormed(), { error: 'invalid' })

/** A line or a text that may be left empty. */
export const optionalText = (max = 200) =>
  written(max)
    .optional()
    .transform((text) => text || null)

export const requiredText = (max = 200) => written(max).min(1)

/** One to a line, without repeats. */
export const lines = (most = 20, max = 200) =>
  z
    .string()
    .max(most * (max + 2))
    .optional()
    .transform((text) => [...new Set((text ?? '').split(/\r?\n/).map((each) => each.trim()).filter(Boolean))])
    .pipe(z.array(written(max)).max(most))

export const choice = <const T extends readonly [string, ...string[]]>(values: T) => z.enum(values)
export const optionalChoice = <const T extends readonly [string, ...string[]]>(values: T) =>
  z
    .enum(values)
    .optional()
    .transform((value) => value ?? null)

export const id = written(100).min(1)
export const optionalId = written(100)
  .optional()
  .transform((text) => text || null)
export const ids = (most = 100) => z.array(written(100).optional()).max(most).transform((all) => [...new Set(all.filter((each) => each !== undefined && each !== ''))] as string[])

export const optionalMail = z
  .email()
  .max(200)
  .optional()
  .transform((text) => text ?? null)

/** Digits with what people put between them; an extension may follow. */
export const optionalPhone = written(60)
  .refine((text) => (text.match(/\d/g) ?? []).length >= 3 && /^[\d\s()+\-\u2013/,;.#*\p{L}]+$/u.test(text), { error: 'listing.rules.phone' })
  .optional()
  .transform((text) => text ?? null)

export const version = z.coerce.number().int().min(1)

export const contact = {
  contactNameZh: optionalText(80),
  contactNameEn: optionalText(80),
  contactEmail: optionalMail,
  contactPhone: optionalPhone,
  emergencyPhone: optionalPhone,
}
