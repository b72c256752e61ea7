import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { getViewer } from '~/features/auth/session.server'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { env } from '~/platform/env.server'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = await getViewer(request)
  const t = createTranslator(localeOfRequest(request, viewer?.locale))
  return { pageTitle: t('common.pageTitle', { title: t('help.title') }), isDemo: env.DEMO }
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

export default function Help() {
  const { isDemo } = useLoaderData<typeof loader>()
  const t = useTranslations('help')
  const topics = [
    { id: 'find', title: t('find.title'), lines: [t('find.words'), t('find.filters'), t('find.free'), t('find.strip'), t('find.share')] },
    { id: 'time', title: t('time.title'), lines: [t('time.search'), t('time.together'), t('time.elsewhere'), t('time.board')] },
    { id: 'book', title: t('book.title'), lines: [t('book.start'), t('book.verdict'), t('book.zone'), t('book.taken'), t('book.price')] },
    { id: 'assisted', title: t('assisted.title'), lines: [t('assisted.operator'), t('assisted.attendance'), t('assisted.journey'), t('assisted.plan'), t('assisted.manager')] },
    { id: 'series', title: t('series.title'), lines: [t('series.start'), t('series.zone'), t('series.look'), t('series.approve'), t('series.change')] },
    { id: 'together', title: t('together.title'), lines: [t('together.chain'), t('together.starts'), t('together.whole'), t('together.company'), t('together.visit'), t('together.questions')] },
    { id: 'samples', title: t('samples.title'), lines: [t('samples.ask'), t('samples.quote'), t('samples.labels'), t('samples.place'), t('samples.result')] },
    { id: 'change', title: t('change.title'), lines: [t('change.move'), t('change.sameDay'), t('change.cancel'), t('change.file')] },
    { id: 'machine', title: t('machine.title'), lines: [t('machine.code'), t('machine.list'), t('machine.late'), t('machine.after'), t('machine.fault'), t('machine.next'), t('machine.mine')] },
    { id: 'waiting', title: t('waiting.title'), lines: [t('waiting.join'), t('waiting.answer'), t('waiting.alert'), t('waiting.part'), t('waiting.extend')] },
    { id: 'approval', title: t('approval.title'), lines: [t('approval.wait'), t('approval.own'), t('approval.decide'), t('approval.declined')] },
    {
      id: 'accounts',
      title: t('accounts.title'),
      lines: [t('accounts.signUp'), t('accounts.without'), t('accounts.password'), t('accounts.sessions'), t('accounts.visitor')],
    },
    {
      id: 'training', title: t('training.title'),
      lines: [t('training.rule'), t('training.steps'), t('training.ready'), t('training.preview'), t('training.lost'), t('training.register')],
    },
    {
      id: 'admission', title: t('admission.title'),
      lines: [t('admission.layers'), t('admission.recognition'), t('admission.commitment'), t('admission.certificates'), t('admission.night'), t('admission.rooms')],
    },
    { id: 'usable', title: t('usable.title'), lines: [t('usable.line'), t('usable.filter')] },
    { id: 'people', title: t('people.title'), lines: [t('people.home'), t('people.end'), t('people.leaving'), t('people.partners')] },
    { id: 'groups', title: t('groups.title'), lines: [t('groups.open'), t('groups.join'), t('groups.supervisors'), t('groups.costs')] },
    { id: 'projects', title: t('projects.title'), lines: [t('projects.carry'), t('projects.split'), t('projects.hours'), t('projects.joint')] },
    { id: 'rights', title: t('rights.title'), lines: [t('rights.why'), t('rights.scope'), t('rights.duties')] },
    { id: 'conduct', title: t('conduct.title'), lines: [t('conduct.score'), t('conduct.never'), t('conduct.plea'), t('conduct.effect'), t('conduct.rules'), t('conduct.group')] },
    { id: 'after', title: t('after.title'), lines: [t('after.rate'), t('after.thanks'), t('after.works')] },
    { id: 'privacy', title: t('privacy.title'), lines: [t('privacy.held'), t('privacy.border'), t('privacy.minimal')] },
    { id: 'mail', title: t('mail.title'), lines: [t('mail.look'), t('mail.links'), t('mail.refused'), t('mail.nothing'), ...(isDemo ? [t('mail.demo')] : [])] },
    { id: 'keyboard', title: t('keyboard.title'), lines: [t('keyboard.tab'), t('keyboard.results'), t('keyboard.skip'), t('keyboard.form')] },
  ]
  const forStaff = [
    { id: 'desk', title: t('desk.title'), lines: [t('desk.cards'), t('desk.tablet'), t('desk.offline'), t('desk.meters'), t('desk.faults')] },
    { id: 'labSamples', title: t('labSamples.title'), lines: [t('labSamples.decide'), t('labSamples.run'), t('labSamples.samples'), t('labSamples.result')] },
    {
      id: 'listing', title: t('listing.title'),
      lines: [t('listing.start'), t('listing.draft'), t('listing.scope'), t('listing.parts'), t('listing.retire'), t('listing.history')],
    },
    {
      id: 'outages', title: t('outages.title'),
      lines: [t('outages.plan'), t('outages.stop'), t('outages.first'), t('outages.shift'), t('outages.supply')],
    },
    {
      id: 'logbook', title: t('logbook.title'),
      lines: [t('logbook.assumed'), t('logbook.correct'), t('logbook.record'), t('logbook.day'), t('logbook.roster'), t('logbook.incident'), t('logbook.import')],
    },
    { id: 'many', title: t('many.title'), lines: [t('many.choose'), t('many.blank'), t('many.preview')] },
    {
      id: 'import', title: t('import.title'),
      lines: [t('import.file'), t('import.columns'), t('import.check'), t('import.labs'), t('import.confirm'), t('import.again')],
    },
    { id: 'intake', title: t('intake.title'), lines: [t('intake.files'), t('intake.check'), t('intake.confirm')] },
    { id: 'merge', title: t('merge.title'), lines: [t('merge.when'), t('merge.look'), t('merge.moves'), t('merge.roles'), t('merge.after')] },
    {
      id: 'ownSystem', title: t('ownSystem.title'),
      lines: [t('ownSystem.link'), t('ownSystem.feed'), t('ownSystem.reading'), t('ownSystem.clash'), t('ownSystem.age')],
    },
  ]
  return (
    <Page title={t('title')} lead={t('lead')} width="reading">
      <nav aria-label={t('contents')} data-screen-only>
        <Contents topics={topics} />
        <p className="mt-3 text-sm text-muted">{t('forStaff')}</p>
        <Contents topics={forStaff} />
      </nav>
      {[...topics, ...forStaff].map(({ id, title, lines }) => (
        <div key={id} id={id}>
          <Section title={title}>
            {lines.map((line) => (
              <p key={line}>{line}</p>
            ))}
          </Section>
        </div>
      ))}
    </Page>
  )
}

function Contents({ topics }: { topics: readonly { id: string; title: string }[] }) {
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1">
      {topics.map(({ id, title }) => (
        <li key={id}>
          <a href={`#${id}`} className="text-accent underline decoration-line underline-offset-4">
            {title}
          </a>
        </li>
      ))}
    </ul>
  )
}
