import { useSearchParams } from 'wouter'

/** The task that is open beside the page: it stands in the address, so that it can be sent to somebody, and Back closes it. */
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
      // Closing is no step of its own: Back would open it again.
      { replace: id === null },
    )
  return { id: params.get('task'), open: (id: string) => change(id), close: () => change(null) }
}
