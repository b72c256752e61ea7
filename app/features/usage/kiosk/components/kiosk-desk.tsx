import { useState } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import type { Entry, Listed, RefusedEntry } from '~/features/usage/kiosk/components/outbox'
import { type Kiosk, useKiosk } from '~/features/usage/kiosk/components/use-kiosk'
import { bilingual } from '~/i18n/bilingual'
import { formatDate, formatTime } from '~/i18n/format'
import { word } from '~/i18n/word'
import { Button, ButtonRow } from '~/ui/button'
import { cx } from '~/ui/cx'
import { Field } from '~/ui/field'
import { Input } from '~/ui/input'
import { Notice } from '~/ui/notice'
import { Section } from '~/ui/section'

type Session = Listed['items'][number]
type Chosen = { session: Session; kind: Entry['kind'] }

/** The desk on a lab's tablet: tap a name, or type the code of a booking. */
export function KioskDesk({ labId }: { labId: string }) {
  const t = useTranslations('usageKiosk')
  const kiosk = useKiosk(labId)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [last, setLast] = useState<Entry | null>(null)
  if (!kiosk.isReady) return <noscript>{t('needsScript')}</noscript>
  if (kiosk.token === null || kiosk.line === 'signed_out') return <SignIn kiosk={kiosk} />
  const note = (entry: Parameters<Kiosk['note']>[0]) => {
    setLast(kiosk.note(entry))
    setChosen(null)
  }
  return (
    <div className="grid gap-6">
      <Standing kiosk={kiosk} last={last} />
      <RefusedEntries kiosk={kiosk} />
      {chosen ? <Confirm chosen={chosen} onYes={note} onNo={() => setChosen(null)} /> : null}
      <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <Sessions kiosk={kiosk} onChoose={setChosen} />
        <div className="grid gap-8">
          <ByCode onNote={note} />
          <Unsent kiosk={kiosk} />
        </div>
      </div>
    </div>
  )
}

const useZone = (kiosk: Kiosk) => kiosk.list?.timeZone ?? 'Asia/Shanghai'

function Standing({ kiosk, last }: { kiosk: Kiosk; last: Entry | null }) {
  const t = useTranslations('usageKiosk')
  const locale = useLocale()
  const timeZone = useZone(kiosk)
  const at = (wall: number) => formatTime(new Date(wall), { locale, timeZone })
  const isTaken = last !== null && !kiosk.refused.some(({ id }) => id === last.id)
  return (
    <div className="grid gap-2" aria-live="polite">
      {kiosk.line === 'cut' ? <Notice tone="warn">{t('offline')}</Notice> : <p className="text-sm text-muted">{t('online')}{kiosk.list ? ` · ${t('listAt', { at: at(Date.parse(kiosk.list.now)) })}` : ''}</p>}
      {isTaken ? <Notice tone="ok">{t('kept', { what: `${t(`event.${last.kind}`)} ${last.who}`, at: at(last.wall + (last.offset ?? 0)) })}</Notice> : null}
    </div>
  )
}

function Sessions({ kiosk, onChoose }: { kiosk: Kiosk; onChoose: (chosen: Chosen) => void }) {
  const t = useTranslations('usageKiosk')
  const locale = useLocale()
  const timeZone = useZone(kiosk)
  const { list, now } = kiosk
  const day = (at: Date) => formatDate(at, { locale, timeZone })
  // The list reaches into tomorrow, for a tablet that is cut off overnight.
  const shown = (list?.items ?? []).filter((each) => each.status === 'in_use' || (day(new Date(each.startsAt)) <= day(now) && day(new Date(each.endsAt)) >= day(now)) || day(new Date(each.startsAt)) === day(now))
  return (
    <Section title={`${t('today')} · ${formatDate(now, { locale, timeZone })}`}>
      {shown.length === 0 ? <p className="text-muted">{t('none')}</p> : <p className="text-muted">{t('choose')}</p>}
      <ul className="grid gap-2 sm:grid-cols-2">
        {shown.map((session) => <li key={session.itemId}><SessionButton {...{ session, kiosk, onChoose }} /></li>)}
      </ul>
    </Section>
  )
}

/** How a session stands with what is not sent yet laid over it. */
function standing(session: Session, entries: readonly Entry[]): { status: Session['status']; isUnsent: boolean } {
  const own = entries.filter(({ itemId }) => itemId === session.itemId).at(-1)
  if (own === undefined) return { status: session.status, isUnsent: false }
  return { status: own.kind === 'start' ? 'in_use' : 'completed', isUnsent: true }
}

function SessionButton({ session, kiosk, onChoose }: { session: Session; kiosk: Kiosk; onChoose: (chosen: Chosen) => void }) {
  const t = useTranslations('usageKiosk')
  const locale = useLocale()
  const zone = { locale, timeZone: useZone(kiosk) }
  const { status, isUnsent } = standing(session, kiosk.entries)
  const isOpen = status === 'not_started' || status === 'in_use'
  const since = status === 'in_use' && session.startedAt ? t('sinceState', { at: formatTime(new Date(session.startedAt), zone) }) : t(`state.${status}`)
  return (
    <button
      type="button"
      disabled={!isOpen}
      onClick={() => onChoose({ session, kind: status === 'in_use' ? 'end' : 'start' })}
      className={cx('grid min-h-20 w-full gap-0.5 rounded-md border px-4 py-2 text-left', isOpen ? 'border-control bg-surface hover:bg-sunken' : 'border-line text-muted')}
    >
      <span className="text-xl font-medium">{bilingual(session.name, locale).text}</span>
      <span className="tabular-nums">{formatTime(new Date(session.startsAt), zone)}–{formatTime(new Date(session.endsAt), zone)} · {bilingual(session.resource.name, locale).text}</span>
      <span className={status === 'in_use' ? 'text-accent' : 'text-muted'}>{since}{isUnsent ? ` · ${t('notSent')}` : ''}</span>
    </button>
  )
}

function Confirm({ chosen: { session, kind }, onYes, onNo }: { chosen: Chosen; onYes: (entry: Pick<Entry, 'kind' | 'itemId' | 'who'>) => void; onNo: () => void }) {
  const t = useTranslations('usageKiosk')
  const locale = useLocale()
  const name = bilingual(session.name, locale).text
  const words = { name, resource: bilingual(session.resource.name, locale).text }
  return (
    <div role="alertdialog" aria-label={kind === 'start' ? t('confirmIn', words) : t('confirmOut', words)} className="grid gap-3 rounded-md border-2 border-accent bg-surface p-5">
      <p className="text-xl">{kind === 'start' ? t('confirmIn', words) : t('confirmOut', words)}</p>
      <ButtonRow>
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the panel is the answer to a tap */}
        <Button tone="primary" autoFocus className="min-h-16 min-w-40 text-xl" onClick={() => onYes({ kind, itemId: session.itemId, who: name })}>{t(kind === 'start' ? 'in' : 'out')}</Button>
        <Button className="min-h-16 min-w-32 text-lg" onClick={onNo}>{t('cancel')}</Button>
      </ButtonRow>
    </div>
  )
}

function ByCode({ onNote }: { onNote: (entry: Pick<Entry, 'kind' | 'code' | 'who'>) => void }) {
  const t = useTranslations('usageKiosk')
  const [code, setCode] = useState('')
  const typed = code.trim().toUpperCase()
  const note = (kind: Entry['kind']) => {
    if (typed === '') return
    onNote({ kind, code: typed, who: t('whose', { code: typed }) })
    setCode('')
  }
  return (
    <Section title={t('byCode')}>
      <form className="grid gap-3" onSubmit={(event) => { event.preventDefault(); note('start') }}>
        <Field id="code" label={t('code')}>
          {(control) => <Input {...control} value={code} onChange={(event) => setCode(event.target.value)} maxLength={20} autoComplete="off" autoCapitalize="characters" spellCheck={false} className="min-h-14 font-mono text-xl" />}
        </Field>
        <ButtonRow>
          <Button type="submit" tone="primary" className="min-h-14 grow text-lg">{t('in')}</Button>
          <Button className="min-h-14 grow text-lg" onClick={() => note('end')}>{t('out')}</Button>
        </ButtonRow>
      </form>
    </Section>
  )
}

function Unsent({ kiosk }: { kiosk: Kiosk }) {
  const t = useTranslations('usageKiosk')
  const locale = useLocale()
  const timeZone = useZone(kiosk)
  if (kiosk.entries.length === 0) return null
  return (
    <Section title={t('unsentTitle')} action={<Button size="small" onClick={kiosk.send}>{t('sendNow')}</Button>}>
      <p className="text-waiting">{t('unsent', { count: kiosk.entries.length })}</p>
      <ul className="grid gap-1">
        {kiosk.entries.map(({ id, kind, who, wall, offset }) => (
          <li key={id} className="tabular-nums">{t('eventLine', { kind, who, at: formatTime(new Date(wall + (offset ?? 0)), { locale, timeZone }) })}</li>
        ))}
      </ul>
    </Section>
  )
}

function RefusedEntries({ kiosk }: { kiosk: Kiosk }) {
  const t = useTranslations('usageKiosk')
  const all = useTranslations()
  const locale = useLocale()
  const timeZone = useZone(kiosk)
  const reason = ({ why, message }: RefusedEntry) => message ?? word(all, `usageKiosk.why.${why}`) ?? t('why.other')
  if (kiosk.refused.length === 0) return null
  return (
    <Section title={t('refusedTitle')}>
      <ul className="grid gap-2">
        {kiosk.refused.map((each) => (
          <li key={each.id}>
            <Notice tone="refused" announce="now" title={t('eventLine', { kind: each.kind, who: each.who, at: formatTime(new Date(each.wall), { locale, timeZone }) })} action={<Button size="small" onClick={() => kiosk.dismiss(each.id)}>{t('dismiss')}</Button>}>
              {reason(each)} {t('refusedLead')}
            </Notice>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function SignIn({ kiosk }: { kiosk: Kiosk }) {
  const t = useTranslations('usageKiosk')
  const [token, setToken] = useState('')
  return (
    <div className="grid max-w-form gap-4">
      {kiosk.line === 'signed_out' && kiosk.token !== null ? <Notice tone="refused">{t('revoked')}</Notice> : null}
      <Section title={t('signedOut')}>
        <p>{t('signedOutLead')}</p>
        <form className="grid gap-3" onSubmit={(event) => { event.preventDefault(); kiosk.signIn(token) }}>
          <Field id="token" label={t('token')} required>
            {(control) => <Input {...control} value={token} onChange={(event) => setToken(event.target.value)} autoComplete="off" spellCheck={false} className="font-mono" />}
          </Field>
          <Button type="submit" tone="primary">{t('signIn')}</Button>
        </form>
      </Section>
      <Unsent kiosk={kiosk} />
    </div>
  )
}
