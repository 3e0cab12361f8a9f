import { clsx } from 'clsx'

/** A button in the shape of a chip. One without a value is quieter. */
export const chipClass = (isSet: boolean) =>
  clsx(
    'inline-flex min-h-8 max-w-full items-center gap-1.5 rounded-lg border border-strong-line/40 px-2.5 text-left text-sm transition-colors hover:bg-hover aria-expanded:bg-hover pointer-coarse:min-h-10',
    !isSet && 'text-soft hover:text-ink',
  )
