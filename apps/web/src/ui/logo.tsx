/** A tandem: two wheels, one frame. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 56 56" aria-hidden="true">
      <rect width="56" height="56" rx="14" fill="#3b4fd8" />
      <g fill="none" stroke="#fff" strokeWidth="4" strokeLinecap="round" strokeLinejoin="round">
        <circle cx="17" cy="36" r="7" />
        <circle cx="39" cy="36" r="7" />
        <path d="M17 36 23 22h13l3 14M23 22l6 14 7-14" />
      </g>
    </svg>
  )
}
