/**
 * The document's title. A loader words it, where both languages are at hand:
 * `pageTitle: t('common.pageTitle', { title })`; the route then says
 * `export const meta: MetaFunction<typeof loader> = ({ data }) => titleMeta(data)`.
 */
export function titleMeta(data: { pageTitle: string } | undefined): { title: string }[] {
  return data === undefined ? [] : [{ title: data.pageTitle }]
}
