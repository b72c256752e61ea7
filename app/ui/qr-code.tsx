import { encode } from 'uqr'
import { cx } from '~/ui/cx'

/** A text as a QR code, drawn as one path; dark on white whatever the theme, or no phone reads it. */
export function QrCode({ text, label, className }: { text: string; label: string; className?: string }) {
  // M bears a smudge; the border is the quiet zone that readers ask for.
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('')
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" className={cx('block', className)}>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
