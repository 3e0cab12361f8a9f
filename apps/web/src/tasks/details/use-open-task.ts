import { useSearchParams } from 'wouter'

/** The task whose sheet is open. Its id is in the URL, so that it can be shared and Back closes it. */
export function useOpenTask() {
  const [params, setParams] = useSearchParams()
  const change = (id: string | null) =>
    setParams(
      (current) => {
        const next = new URLSearchParams(current)
        if (id === null) next.delete('task')
        else next.set('task', id)
        return next
      },
      // Closing replaces the entry. Otherwise Back would open the sheet again.
      { replace: id === null },
    )
  return { id: params.get('task'), open: (id: string) => change(id), close: () => change(null) }
}
