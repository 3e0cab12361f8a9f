import { useMemo, useRef } from 'react'
import { useSearchParams } from 'wouter'

/** The task whose sheet is open. Its id is in the URL, so that it can be shared and Back closes it. */
export function useOpenTask() {
  const [params, setParams] = useSearchParams()
  const latest = useRef(setParams)
  latest.current = setParams
  // Stable functions: otherwise every row would render again with each change of the page.
  const actions = useMemo(() => {
    const change = (id: string | null) =>
      latest.current(
        (current) => {
          const next = new URLSearchParams(current)
          if (id === null) next.delete('task')
          else next.set('task', id)
          return next
        },
        // Closing replaces the entry. Otherwise Back would open the sheet again.
        { replace: id === null },
      )
    return { open: (id: string) => change(id), close: () => change(null) }
  }, [])
  return { id: params.get('task'), ...actions }
}
