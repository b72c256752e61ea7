/**
 * The document's title. A loader words it, where both languages are at hand:
 * `pageTitle: t('common.pageTitle', { title })`; the route then says
 * `export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)`.
 */
export function titleMeta(data: { pageTitle: string } | null | undefined): { title: string }[] {
  // An action that throws leaves no data behind; whatever Remix's types say, it is null then.
  return data ? [{ title: data.pageTitle }] : []
}
