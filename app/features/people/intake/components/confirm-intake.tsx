import { Form } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import type { IntakePage } from '~/features/people/intake/queries.server'
import { paths } from '~/platform/paths'
import { ButtonRow, buttonClass, LinkButton, SubmitButton } from '~/ui/button'
import { Checkbox } from '~/ui/choice'

/** The one step that writes, and the ways back. */
export function ConfirmIntake({ page }: { page: IntakePage }) {
  const t = useTranslations('intake.checked')
  const words = useTranslations('inventory.checked')
  const { counts, warned } = page.progress
  const { added = 0, changed = 0, refused = 0 } = counts
  const count = added + changed
  return (
    <div className="grid gap-3">
      <p className="max-w-reading">
        {t('lead')} {t('hint', { added, changed, refused, warned })}
      </p>
      {page.kind === 'people' && added > 0 ? <p className="max-w-reading text-muted">{t('accounts')}</p> : null}
      {count === 0 ? (
        <p className="font-medium">{words('nothing')}</p>
      ) : (
        <Form method="post" className="grid gap-2">
          <input type="hidden" name="version" value={page.version} />
          {page.kind === 'people' && added > 0 ? <Checkbox name="invites" label={t('invite')} hint={t('inviteHint')} /> : null}
          <div>
            <SubmitButton name="intent" value="apply">{words('apply', { count })}</SubmitButton>
          </div>
        </Form>
      )}
      <ButtonRow>
        <LinkButton to={paths.intakes()}>{words('again')}</LinkButton>
        {refused + warned > 0 ? (
          <a href={paths.intakeProblems(page.id)} className={buttonClass('secondary')} download>
            {words('problemsFile')}
          </a>
        ) : null}
        <Form method="post">
          <SubmitButton tone="quiet" name="intent" value="reopen" title={words('remapHint')}>
            {words('remap')}
          </SubmitButton>
        </Form>
        <Form method="post">
          <SubmitButton tone="danger" name="intent" value="discard">
            {words('discard')}
          </SubmitButton>
        </Form>
      </ButtonRow>
    </div>
  )
}
