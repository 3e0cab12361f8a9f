import { common } from '../../english/common.ts'

/** A loading message. It appears with a delay, so that fast responses do not flicker. */
export function Loading() {
  return (
    <p role="status" className="animate-late p-10 text-center text-soft">
      {common.loading}
    </p>
  )
}
