import { useTranslations } from 'use-intl'
import { ChangeTable, useWhen } from '~/features/catalogue/components/change-list'
import type { History } from '~/features/catalogue/history.server'
import { word } from '~/i18n/word'
import { withQuery } from '~/platform/paths'
import { Bilingual } from '~/ui/bilingual'
import { ButtonRow, LinkButton } from '~/ui/button'

/** Who changed what and when, newest first. */
export function ChangeHistory({ history, now }: { history: History; now: Date }) {
  const t = useTranslations('listing.history')
  const all = useTranslations()
  const when = useWhen(now)
  if (history.events.length === 0) return <p className="text-muted">{t('none')}</p>
  return (
    <ol className="grid gap-6">
      {history.events.map(({ id, at, action, who, changes }) => (
        <li key={id} className="grid gap-2">
          <p className="flex flex-wrap gap-x-3">
            <strong className="font-medium">{word(all, `listing.history.action.${action}`) ?? action}</strong>
            <span className="text-muted">
              {who === null ? t('system') : who.zh || who.en ? <Bilingual value={who} isMarkHidden /> : who.email}
            </span>
            <time dateTime={at.toISOString()} className="text-muted tabular-nums">{when(at)}</time>
          </p>
          {Object.keys(changes).length === 0 ? null : (
            <ChangeTable caption={t('title')} changes={changes} names={history.names} from={t('before')} to={t('after')} />
          )}
        </li>
      ))}
    </ol>
  )
}

type Paged = { history: History; here: string; cursor: string | null; now: Date }

/** A page of it, with the ways to what is older and back. */
export function PagedHistory({ history, here, cursor, now }: Paged) {
  const t = useTranslations('listing.history')
  return (
    <>
      <h2 className="sr-only">{t('title')}</h2>
      <ChangeHistory history={history} now={now} />
      <ButtonRow>
        {cursor === null ? null : <LinkButton to={here}>{t('newest')}</LinkButton>}
        {history.nextCursor === null ? null : (
          <LinkButton rel="next" to={withQuery(here, { before: history.nextCursor })}>
            {t('older')}
          </LinkButton>
        )}
      </ButtonRow>
    </>
  )
}
