import { common } from '../english/common.ts'

/** Says that something is on its way; shown late, so that what comes at once does not flicker. */
export function Loading() {
  return (
    <p role="status" className="animate-late p-10 text-center text-soft">
      {common.loading}
    </p>
  )
}
