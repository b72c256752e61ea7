/** A QR code from its modules, dark on white whatever the theme: readers need the contrast and four modules of quiet around. */
export function QrCode({ modules, label, className }: { modules: readonly (readonly boolean[])[]; label: string; className?: string }) {
  const quiet = 4
  const size = modules.length + 2 * quiet
  const path = modules.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x + quiet} ${y + quiet}h1v1h-1z`] : []))).join('')
  return (
    <svg viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges" className={className}>
      <path d={`M0 0h${size}v${size}H0z`} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  )
}
