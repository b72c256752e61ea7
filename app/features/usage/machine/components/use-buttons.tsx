import { Form } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import type { OwnUse } from '~/features/usage/machine/own.server'
import { paths } from '~/platform/paths'
import { ButtonRow, LinkButton, SubmitButton } from '~/ui/button'
import { cx } from '~/ui/cx'

type Intent = keyof OwnUse['keys']

/** What can be done about a use: one press each, from the machine's page and from every list. */
export function UseButtons({ use, isBig = false }: { use: OwnUse; isBig?: boolean }) {
  const t = useTranslations('usageMachine')
  const { may, resourceId, itemId } = use
  const button = (intent: Intent, tone: 'primary' | 'secondary') => (
    <Act key={intent} {...{ use, intent, tone, isBig }} />
  )
  if (!may.in && !may.out && !may.late && !may.tell) return null
  return (
    <ButtonRow className={cx(isBig && 'grid! gap-3')}>
      {may.in ? button('in', 'primary') : null}
      {may.out ? button('out', 'primary') : null}
      {may.late ? button('late', 'secondary') : null}
      {may.tell ? <LinkButton size={isBig ? 'normal' : 'small'} className={cx(isBig && 'min-h-14 w-full')} to={paths.afterUse(resourceId, itemId)}>{t('after')}</LinkButton> : null}
    </ButtonRow>
  )
}

function Act({ use, intent, tone, isBig }: { use: OwnUse; intent: Intent; tone: 'primary' | 'secondary'; isBig: boolean }) {
  const t = useTranslations('usageMachine')
  const to = paths.atMachine(use.resourceId)
  return (
    <Form method="post" action={to} className={cx(isBig && 'w-full')}>
      <input type="hidden" name="intent" value={intent} />
      <input type="hidden" name="item" value={use.itemId} />
      <input type="hidden" name="key" value={use.keys[intent]} />
      <SubmitButton tone={tone} size={isBig ? 'normal' : 'small'} className={cx(isBig && (tone === 'primary' ? 'min-h-20 w-full text-xl' : 'min-h-14 w-full text-lg'))}>
        {t(intent)}
      </SubmitButton>
    </Form>
  )
}
