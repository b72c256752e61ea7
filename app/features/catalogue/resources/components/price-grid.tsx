import { useTranslations } from 'use-intl'
import { RESOURCE_MODES } from '~/domain/booking/facts'
import { ORIGIN_CLASSES } from '~/domain/pricing/quote'
import type { FormValues } from '~/features/catalogue/form-values'
import type { ListingReply } from '~/features/catalogue/answer.server'
import { priceInput } from '~/features/catalogue/resources/price-form'
import { FieldErrors } from '~/ui/field'
import { Input } from '~/ui/input'

/** Yuan an hour for each way of use and each class of users; on a phone one way below the other. */
export function PriceGrid({ values, reply, modes }: { values: FormValues; reply: ListingReply | null; modes: readonly string[] }) {
  const t = useTranslations('listing.prices')
  const words = useTranslations('common')
  const shown = reply?.values ?? values
  const rows = [null, ...RESOURCE_MODES.filter((mode) => modes.includes(mode) || ORIGIN_CLASSES.some((each) => shown[priceInput(mode, each)]))]
  return (
    <div className="grid gap-6">
      {rows.map((mode) => {
        const way = mode === null ? t('everyMode') : words(`mode.${mode}`)
        return (
          <fieldset key={mode ?? 'any'} className="grid gap-3">
            <legend className="mb-2 font-medium">{way}</legend>
            <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
              {ORIGIN_CLASSES.map((origin) => {
                const name = priceInput(mode, origin)
                const value = shown[name]
                const errors = reply?.errors[name]
                return (
                  <div key={origin} className="grid content-start gap-1">
                    <label htmlFor={name}>{words(`originClass.${origin}`)}</label>
                    <Input
                      id={name}
                      name={name}
                      inputMode="decimal"
                      autoComplete="off"
                      defaultValue={typeof value === 'string' ? value : undefined}
                      aria-invalid={errors ? true : undefined}
                      aria-describedby={errors ? `${name}-error` : undefined}
                    />
                    <FieldErrors id={`${name}-error`} errors={errors} />
                  </div>
                )
              })}
            </div>
          </fieldset>
        )
      })}
    </div>
  )
}
