import { Form } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import type { FileAnswer } from '~/features/catalogue/files/answer.server'
import { EntryErrors, EntryFields, PairEntry } from '~/features/catalogue/components/entry-fields'
import { EntryProblems } from '~/features/catalogue/components/entry-problems'
import { useFileName, useFileSize } from '~/features/catalogue/files/components/gallery'
import type { Attached, FilesOf } from '~/features/catalogue/files/queries.server'
import { paths, withQuery } from '~/platform/paths'
import { ButtonRow, SubmitButton } from '~/ui/button'
import { Field } from '~/ui/field'
import { Input } from '~/ui/input'
import { Section } from '~/ui/section'

type Refused = Extract<FileAnswer, { ok: false }>
type Props = { files: FilesOf; here: string; refused: Refused | null }

/** Adding, captioning, ordering and removing pictures and documents; each act is a form of its own. */
export function FileForms({ files, here, refused }: Props) {
  const t = useTranslations('listing.files')
  const adding = refused?.act === 'add' ? refused.reply : null
  const other = refused !== null && refused.act !== 'add' ? refused.reply : null
  return (
    <div className="grid max-w-4xl gap-8">
      <p className="text-muted">{t('lead')}</p>
      <EntryErrors reply={other} />
      <EntryProblems reply={other} />
      <Section title={t('add')}>
        <Form method="post" action={withQuery(here, { do: 'add' })} encType="multipart/form-data" className="grid gap-4">
          <EntryFields values={{}} reply={adding}>
            <EntryErrors reply={adding} />
            <Field id="file" label={t('choose')} errors={adding?.errors.file} required>
              {(control) => (
                <Input type="file" name="file" accept="image/jpeg,image/png,image/webp,image/avif,image/gif,application/pdf" className="max-w-form" {...control} />
              )}
            </Field>
            <p className="text-sm text-muted">{t('captionHint')}</p>
            <PairEntry zh="captionZh" en="captionEn" />
            <ButtonRow>
              <SubmitButton>{t('add')}</SubmitButton>
            </ButtonRow>
          </EntryFields>
        </Form>
      </Section>
      <FileList title={t('pictures')} none={t('none')} list={files.pictures} here={here} />
      <FileList title={t('documents')} none={t('noDocuments')} list={files.documents} here={here} />
    </div>
  )
}

function FileList({ title, none, list, here }: { title: string; none: string; list: readonly Attached[]; here: string }) {
  return (
    <Section title={title}>
      {list.length === 0 ? (
        <p className="text-muted">{none}</p>
      ) : (
        <ol className="grid gap-6">
          {list.map((each, at) => (
            <li key={each.id}>
              <FileRow file={each} here={here} isFirst={at === 0} isLast={at === list.length - 1} />
            </li>
          ))}
        </ol>
      )}
    </Section>
  )
}

function FileRow({ file, here, isFirst, isLast }: { file: Attached; here: string; isFirst: boolean; isLast: boolean }) {
  const t = useTranslations('listing.files')
  const fields = useTranslations('listing.field')
  const name = useFileName()(file)
  const size = useFileSize()
  const named = (action: string) => t('named', { action, name })
  const caption = (key: 'captionZh' | 'captionEn') => (
    <div className="grid content-start gap-1">
      <label htmlFor={`${key}-${file.id}`}>{fields(key)}</label>
      <Input
        id={`${key}-${file.id}`}
        name={key}
        lang={key === 'captionZh' ? 'zh-CN' : 'en'}
        defaultValue={file[key] ?? ''}
        maxLength={key === 'captionZh' ? 200 : 300}
      />
    </div>
  )
  return (
    <div className="grid gap-3 border-b border-line pb-4 sm:grid-cols-[10rem_minmax(0,1fr)]">
      {file.thumbnail ? (
        <img src={paths.file(file.thumbnail)} alt={name} loading="lazy" width={160} height={Math.round((160 * (file.height ?? 3)) / (file.width ?? 4))} className="h-auto w-40 rounded-md bg-sunken" />
      ) : (
        <a href={paths.file(file.file)} className="break-words text-accent underline underline-offset-4">
          {name}
          <span className="block text-sm text-muted">{t('size', { size: size(file.file.sizeBytes) })}</span>
        </a>
      )}
      <div className="grid gap-3">
        <Form method="post" action={withQuery(here, { do: 'edit' })} className="grid gap-3">
          <input type="hidden" name="id" value={file.id} />
          <div className="grid gap-3 sm:grid-cols-2">
            {caption('captionZh')}
            {caption('captionEn')}
          </div>
          <ButtonRow>
            <SubmitButton tone="secondary" size="small" aria-label={named(t('save'))}>{t('save')}</SubmitButton>
          </ButtonRow>
        </Form>
        <ButtonRow>
          <Form method="post" action={withQuery(here, { do: 'move' })} className="flex gap-2">
            <input type="hidden" name="id" value={file.id} />
            {isFirst ? null : <SubmitButton tone="quiet" size="small" name="to" value="up" aria-label={named(t('up'))}>{t('up')}</SubmitButton>}
            {isLast ? null : <SubmitButton tone="quiet" size="small" name="to" value="down" aria-label={named(t('down'))}>{t('down')}</SubmitButton>}
          </Form>
          <Form method="post" action={withQuery(here, { do: 'remove' })}>
            <SubmitButton tone="danger" size="small" name="id" value={file.id} aria-label={named(t('remove'))}>{t('remove')}</SubmitButton>
          </Form>
        </ButtonRow>
      </div>
    </div>
  )
}
