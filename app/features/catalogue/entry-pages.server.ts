import { data } from '@remix-run/node'
import type { Actor } from '~/domain/access/permission'
import { requireActor } from '~/features/auth/require.server'
import { answerFiles, type FileAct } from '~/features/catalogue/files/answer.server'
import { filesOf } from '~/features/catalogue/files/queries.server'
import type { FileSubject } from '~/features/catalogue/files/subject.server'
import { listChanges } from '~/features/catalogue/history.server'
import { keptLab } from '~/features/catalogue/labs/queries.server'
import { keptResource } from '~/features/catalogue/resources/queries.server'
import { localeOfRequest } from '~/i18n/locale'
import { createTranslator } from '~/i18n/translator'
import { notFound, redirectWithNotice } from '~/platform/http'
import { paths } from '~/platform/paths'

/** What the entries of resources and of labs have in common: files and history. */

const entryPath = ({ kind, id }: FileSubject) => (kind === 'lab' ? paths.manageLab(id) : paths.manageResource(id))

/** Whoever asks, if they keep the entry; to others it is not there. */
async function requireKeeper(request: Request, { kind, id }: FileSubject): Promise<Actor> {
  const actor = await requireActor(request)
  const entry = kind === 'lab' ? await keptLab(actor, id) : await keptResource(actor, id)
  if (entry === null) throw notFound()
  return actor
}

function pageTitle(request: Request, of: 'files' | 'history'): string {
  const t = createTranslator(localeOfRequest(request))
  return t('common.pageTitle', { title: t(`listing.${of}.title`) })
}

export async function filesPage(request: Request, subject: FileSubject) {
  await requireKeeper(request, subject)
  return { pageTitle: pageTitle(request, 'files'), here: `${entryPath(subject)}/files`, files: await filesOf(subject) }
}

const DONE = { add: 'added', edit: 'saved', move: 'moved', remove: 'removed' } as const satisfies Record<FileAct, string>

export async function actOnFiles(request: Request, subject: FileSubject, now: Date) {
  const actor = await requireKeeper(request, subject)
  const answer = await answerFiles(request, actor, subject, now)
  if (!answer.ok) return data(answer, { status: 422 })
  return redirectWithNotice(`${entryPath(subject)}/files`, { tone: 'ok', key: `listing.files.${DONE[answer.act]}` })
}

export async function historyPage(request: Request, subject: FileSubject) {
  await requireKeeper(request, subject)
  const cursor = new URL(request.url).searchParams.get('before')
  return {
    pageTitle: pageTitle(request, 'history'),
    now: new Date(),
    here: `${entryPath(subject)}/history`,
    cursor,
    history: await listChanges(subject.kind, subject.id, cursor),
  }
}
