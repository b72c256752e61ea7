import { encode } from 'uqr'
import { cx } from '~/ui/cx'

/** A text as a QR code, dark on white whatever the theme, or no phone reads it. */
export function QrCode({ text, label, className }: { text: string; label: string; className?: string }) {
  // M bears a smudge; the border is the quiet zone that readers ask for.
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${dark}"/></svg>`
  return <img src={`data:image/svg+xml,${encodeURIComponent(svg)}`} alt={label} className={cx('block', className)} />
}
