import { Children, isValidElement, type ReactElement, type ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import type { Locale } from '~/i18n/locale'
import type { Translator } from '~/i18n/translator'

export type Mail = { subject: string; html: string; text: string }
export type MailContent = { locale: Locale; t: Translator; subject: string; children: ReactNode }

/**
 * A message from one tree: HTML for those who see it, and the same words as plain text. Components
 * of a mail are plain functions of their props (no hooks), so that both can walk the tree.
 */
export function composeMail(content: MailContent): Mail {
  const tree = <Letter {...content} />
  const html = `<!DOCTYPE html>${renderToStaticMarkup(tree)}`
  return { subject: content.subject, html, text: plainText(tree) }
}

const FONT =
  '"PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", system-ui, -apple-system, "Segoe UI", sans-serif'

function Letter({ locale, t, subject, children }: MailContent) {
  return (
    <html lang={locale}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <title>{subject}</title>
      </head>
      <body style={{ margin: 0, padding: '24px 16px', fontFamily: FONT, fontSize: 16, lineHeight: 1.7 }}>
        <div style={{ maxWidth: 560, margin: '0 auto' }}>
          <h1 style={{ fontSize: 20, lineHeight: 1.4, margin: '0 0 16px' }}>{subject}</h1>
          {children}
          <hr style={{ border: 0, borderTop: '1px solid #8a8a80', margin: '32px 0 12px' }} />
          <p style={{ fontSize: 13, margin: 0 }}>{t('mail.sender')}</p>
        </div>
      </body>
    </html>
  )
}

export function Paragraph({ children }: { children: ReactNode }) {
  return <p style={{ margin: '0 0 16px' }}>{children}</p>
}

/** The one thing to do. The address stands in full below, for readers whose mail shows no links. */
export function ActionLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <p style={{ margin: '0 0 16px' }}>
      <a
        href={href}
        style={{
          display: 'inline-block',
          padding: '10px 20px',
          borderRadius: 6,
          background: '#2f5d46',
          color: '#ffffff',
          textDecoration: 'none',
        }}
      >
        {children}
      </a>
    </p>
  )
}

type AnyProps = { children?: ReactNode; href?: string }

const BLOCKS = new Set(['p', 'h1', 'h2', 'li', 'div', 'ul', 'ol', 'body'])
const SILENT = new Set(['head', 'style'])

function plainText(node: ReactNode): string {
  const text = walk(node).replace(/[ \t]+\n/g, '\n').replace(/\n{3,}/g, '\n\n')
  return `${text.trim()}\n`
}

function walk(node: ReactNode): string {
  if (typeof node === 'string' || typeof node === 'number') return String(node)
  if (Array.isArray(node)) return Children.toArray(node).map(walk).join('')
  if (!isValidElement(node)) return ''
  const { type, props } = node as ReactElement<AnyProps>
  if (typeof type === 'function') return walk((type as (props: AnyProps) => ReactNode)(props))
  if (typeof type !== 'string') return walk(props.children)
  if (SILENT.has(type)) return ''
  if (type === 'br') return '\n'
  if (type === 'hr') return '\n\n--\n'
  const inner = walk(props.children)
  if (type === 'a') return props.href === undefined || props.href === inner ? inner : `${inner}\n${props.href}`
  if (type === 'li') return `\n- ${inner}`
  return BLOCKS.has(type) ? `\n\n${inner}\n\n` : inner
}
