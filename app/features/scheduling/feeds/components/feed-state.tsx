import { Form } from '@remix-run/react'
import { useLocale, useTranslations } from 'use-intl'
import { formatDateTime, formatRelative } from '~/i18n/format'
import { word } from '~/i18n/word'
import { SubmitButton } from '~/ui/button'
import { DataList } from '~/ui/data-list'
import { Notice } from '~/ui/notice'
import { Section } from '~/ui/section'

type Feed = { readAt: Date | null; triedAt: Date | null; nextReadAt: Date; failure: unknown; failures: number; isEnabled: boolean }
type Props = { feed: Feed; closed: number; timeZone: string; now: Date; action: string }

/** How old the last good reading is, and in words why the last try failed. */
export function FeedState({ feed, closed, timeZone, now, action }: Props) {
  const t = useTranslations('feeds')
  const all = useTranslations()
  const locale = useLocale()
  const at = (instant: Date | null) =>
    instant === null ? t('never') : `${formatDateTime(instant, { locale, timeZone, now })} (${formatRelative(instant, now, locale)})`
  const { code, status } = failureOf(feed.failure)
  return (
    <Section
      title={t('state')}
      action={
        feed.isEnabled ? (
          <Form method="post" action={action}>
            <SubmitButton tone="secondary" size="small">
              {t('readNow')}
            </SubmitButton>
          </Form>
        ) : null
      }
    >
      {code === null ? null : (
        <Notice tone="warn" title={t('failed')}>
          {word(all, `feeds.failure.${code}`, { status }) ?? t('failure.defect')} {t('failedTimes', { count: feed.failures })}
        </Notice>
      )}
      <DataList
        items={[
          { label: t('lastGood'), value: at(feed.readAt) },
          { label: t('lastTry'), value: at(feed.triedAt) },
          { label: t('nextTry'), value: feed.isEnabled ? at(feed.nextReadAt) : null },
          { label: t('closed'), value: t('closedCount', { count: closed }) },
        ]}
      />
    </Section>
  )
}

function failureOf(failure: unknown): { code: string | null; status: string } {
  if (typeof failure !== 'object' || failure === null || !('code' in failure)) return { code: null, status: '' }
  return { code: String(failure.code), status: 'status' in failure ? String(failure.status) : '' }
}
