import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { requireActor } from '~/features/auth/require.server'
import { getViewer } from '~/features/auth/session.server'
import { GivenNames } from '~/features/catalogue/components/given-names'
import { IllustrativeMark } from '~/features/catalogue/components/illustrative-mark'
import { LabContact } from '~/features/catalogue/components/lab-contact'
import { ResourceName, SecondName } from '~/features/catalogue/components/resource-name'
import { TagLinks } from '~/features/catalogue/components/tag-links'
import { confirmLab } from '~/features/catalogue/confirm-lab.server'
import { DocumentList, Gallery } from '~/features/catalogue/files/components/gallery'
import { getLab, type LabPage } from '~/features/catalogue/queries.server'
import { bilingual } from '~/i18n/bilingual'
import { localeOfRequest } from '~/i18n/locale'
import { titleMeta } from '~/i18n/page-title'
import { createTranslator } from '~/i18n/translator'
import { notFound, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'
import { Badge } from '~/ui/badge'
import { Bilingual, OtherName } from '~/ui/bilingual'
import { Breadcrumbs } from '~/ui/breadcrumbs'
import { ButtonRow, LinkButton, SubmitButton } from '~/ui/button'
import { DataList } from '~/ui/data-list'
import { Notice } from '~/ui/notice'
import { Page } from '~/ui/page'
import { Section } from '~/ui/section'

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await getViewer(request)
  const lab = await getLab(params.id ?? '', viewer?.actor ?? null)
  if (lab === null) throw notFound()
  const locale = localeOfRequest(request, viewer?.locale)
  const title = bilingual({ zh: lab.nameZh, en: lab.nameEn }, locale).text
  return { pageTitle: createTranslator(locale)('common.pageTitle', { title }), lab }
}

export async function action({ request, params }: ActionFunctionArgs) {
  const actor = await requireActor(request)
  const id = params.id ?? ''
  if ((await getLab(id, actor)) === null) throw notFound()
  const outcome = await confirmLab(actor, id, new Date())
  return redirectWithNotice(
    paths.lab(id),
    outcome.ok
      ? { tone: 'ok', key: 'catalogue.lab.confirmed' }
      : { tone: 'refused', key: 'catalogue.lab.notConfirmed' },
  )
}

export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)

const link = 'text-accent underline decoration-line underline-offset-4'

export default function Lab() {
  const { lab } = useLoaderData<typeof loader>()
  const t = useTranslations('catalogue')
  const manage = useTranslations('listing')
  const name = { zh: lab.nameZh, en: lab.nameEn }
  return (
    <Page
      title={<Bilingual value={name} />}
      lead={<OtherName value={name} />}
      breadcrumbs={<Breadcrumbs items={[{ to: paths.labs(), label: t('labs.title') }]} />}
      action={
        lab.resources.length > 0 ? (
          <LinkButton tone="primary" to={paths.resources({ lab: lab.id })}>
            {t('lab.resourcesAll')}
          </LinkButton>
        ) : null
      }
    >
      {lab.isManageable ? (
        <ButtonRow>
          <LinkButton size="small" to={paths.manageLab(lab.id)}>{manage('manage')}</LinkButton>
        </ButtonRow>
      ) : null}
      {lab.retiredAt ? <Notice tone="warn">{manage('lab.retiredNotice')}</Notice> : null}
      {lab.confirmedAt === null ? (
        <Notice
          tone="warn"
          title={t('lab.unconfirmedTitle')}
          action={
            lab.mayConfirm ? (
              <Form method="post">
                <SubmitButton>{t('lab.confirm')}</SubmitButton>
              </Form>
            ) : null
          }
        >
          {t('lab.unconfirmedBody')}
        </Notice>
      ) : null}
      {lab.access === 'restricted' ? (
        <Notice tone="warn" title={t('lab.restrictedTitle')}>
          {t('lab.restrictedBody')}
        </Notice>
      ) : null}
      <div className="grid gap-x-10 gap-y-8 lg:grid-cols-2">
        <Facts lab={lab} />
        <div id="contact">
          <Section title={t('lab.contact')}>
            <LabContact lab={lab} hidesPhone={lab.hidesPhone} />
          </Section>
        </div>
      </div>
      <Gallery pictures={lab.pictures} />
      {lab.documents.length === 0 ? null : (
        <Section title={t('resource.documents')}>
          <DocumentList documents={lab.documents} />
        </Section>
      )}
      <Section title={t('lab.resources')} action={lab.resources.length > 0 ? <Link to={paths.board({ lab: lab.id })} className={link}>{t('lab.board')}</Link> : null}>
        {lab.resources.length === 0 ? <p className="text-muted">{t('lab.noResources')}</p> : <Resources lab={lab} />}
      </Section>
    </Page>
  )
}

function Facts({ lab }: { lab: LabPage }) {
  const t = useTranslations('catalogue.lab')
  const words = useTranslations('common')
  const hazard = useTranslations('catalogue.resource.hazard')
  const { campus, hostUniversity, owners, tags, safetyClass } = lab
  const universities = owners.length > 0 ? owners : hostUniversity ? [{ role: null, university: hostUniversity }] : []
  return (
    <DataList
      className="content-start"
      items={[
        { label: t('level'), value: words(`level.${lab.level}`) },
        {
          label: t('owners'),
          value: universities.length === 0 ? null : (
            <ul>
              {universities.map(({ role, university }) => (
                <li key={university.id}>
                  <Link to={paths.university(university.id)} className={link}>
                    <Bilingual value={{ zh: university.nameZh, en: university.nameEn }} />
                  </Link>
                  {role !== null && universities.length > 1 ? <span className="ml-2 text-sm text-muted">{t(role)}</span> : null}
                </li>
              ))}
            </ul>
          ),
        },
        {
          label: t('external'),
          value: lab.externalLeads.length === 0 ? null : <GivenNames names={lab.externalLeads} />,
        },
        { label: t('campus'), value: campus ? <Bilingual value={{ zh: campus.nameZh, en: campus.nameEn }} /> : t('noCampus') },
        {
          label: t('discipline'),
          value: lab.disciplineZh || lab.disciplineEn ? <Bilingual value={{ zh: lab.disciplineZh, en: lab.disciplineEn }} /> : null,
        },
        { label: t('formerNames'), value: lab.formerNames.length === 0 ? null : <GivenNames names={lab.formerNames} /> },
        {
          label: t('safetyClass'),
          value: safetyClass === null ? null : hazard.has(safetyClass as 'other') ? hazard(safetyClass as 'other') : safetyClass,
        },
        {
          label: t('tags'),
          value: tags.length === 0 ? null : <TagLinks tags={tags.map(({ tag }) => tag)} />,
        },
        { label: t('note'), value: lab.noteZh || lab.noteEn ? <Bilingual value={{ zh: lab.noteZh, en: lab.noteEn }} /> : null },
      ]}
    />
  )
}

function Resources({ lab }: { lab: LabPage }) {
  const words = useTranslations('common')
  return (
    <ul>
      {lab.resources.map((resource) => (
        <li key={resource.id} className="grid gap-x-6 gap-y-1 border-b border-line py-2 md:grid-cols-2">
          <p className="break-words">
            <Link to={paths.resource(resource.id)} className={link}>
              <ResourceName resource={resource} />
            </Link>
            <span className="block text-sm text-muted">
              <SecondName resource={resource} />
            </span>
          </p>
          <p className="flex flex-wrap items-start gap-1.5 md:justify-end">
            {resource.modes.map((mode) => (
              <Badge key={mode}>{words(`mode.${mode}`)}</Badge>
            ))}
            {resource.labId === lab.id ? null : (
              <Badge>
                <Bilingual value={{ zh: resource.university.nameZh, en: resource.university.nameEn }} isMarkHidden />
              </Badge>
            )}
            {resource.isIllustrative ? <IllustrativeMark /> : null}
          </p>
        </li>
      ))}
    </ul>
  )
}
