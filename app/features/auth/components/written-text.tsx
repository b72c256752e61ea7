/**
 * A document's text: blocks between empty lines; `## ` begins a heading, `- ` a list's item, and
 * each other line is a paragraph. Nothing in it is taken for HTML.
 */
export function WrittenText({ text, lang }: { text: string; lang: string }) {
  const blocks = text.trim().split(/\n\s*\n/)
  return (
    <div lang={lang} className="grid gap-3">
      {blocks.map((block, index) => (
        <Block key={index} lines={block.split('\n').map((line) => line.trim())} />
      ))}
    </div>
  )
}

function Block({ lines }: { lines: string[] }) {
  const [first = ''] = lines
  if (first.startsWith('## ')) return <h2 className="mt-3">{first.slice(3)}</h2>
  if (lines.every((line) => line.startsWith('- '))) {
    return (
      <ul className="grid list-disc gap-1 pl-5">
        {lines.map((line) => (
          <li key={line}>{line.slice(2)}</li>
        ))}
      </ul>
    )
  }
  return (
    <>
      {lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </>
  )
}
