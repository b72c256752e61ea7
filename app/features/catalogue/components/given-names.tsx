/** Names that exist in one language only, each marked as what it is written in. */
export function GivenNames({ names }: { names: readonly string[] }) {
  return (
    <ul>
      {names.map((name) => (
        <li key={name} lang={/\p{Script=Han}/u.test(name) ? 'zh-CN' : 'en'}>
          {name}
        </li>
      ))}
    </ul>
  )
}
