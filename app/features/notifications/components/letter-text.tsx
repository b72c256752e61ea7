/** A mail's plain text; addresses of this site become links that open here. */
export function LetterText({ text }: { text: string }) {
  return (
    <div className="grid gap-3 wrap-anywhere">
      {text
        .trim()
        .split(/\n{2,}/)
        .map((block, index) => (
          <p key={index} className="whitespace-pre-line">
            {block.split(/(https?:\/\/\S+)/).map((part, place) =>
              place % 2 === 1 ? (
                <a key={place} href={part}>
                  {part}
                </a>
              ) : (
                part
              ),
            )}
          </p>
        ))}
    </div>
  )
}
