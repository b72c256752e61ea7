/** A QR code from its modules, dark on white whatever the theme: readers need the contrast and four modules of quiet around. */
export function QrCode({ modules, label, className }: { modules: readonly (readonly boolean[])[]; label: string; className?: string }) {
  const quiet = 4
  const size = modules.length + 2 * quiet
  const path = modules.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x + quiet} ${y + quiet}h1v1h-1z`] : []))).join('')
  return (
    <div className={className}>
      <svg viewBox={`0 0 ${size} ${size}`} aria-hidden="true" focusable="false" shapeRendering="crispEdges" className="w-full">
        <path d={`M0 0h${size}v${size}H0z`} fill="#ffffff" />
        <path d={path} fill="#000000" />
      </svg>
      <span className="sr-only">{label}</span>
    </div>
  )
}
