import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTRPC, useTRPCClient } from '../api/trpc.ts'
import { locale } from '../english/format/time.ts'
import { lengthOf, MAX_LINE, type QuickAddResult, type Span, timeZone } from './line.ts'

/** How long typing must pause before the server parses the text, in ms. */
const DEBOUNCE_MS = 150

/**
 * A preview of the task that the server would create. The server parses the text, so that all clients agree. Undefined until
 * there is a response for exactly this text: the one for an earlier text must not be taken for it.
 */
export function usePreview(text: string, keep: readonly Span[]): QuickAddResult | undefined {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const debounced = useDebounced(text)
  const input = { text: debounced, keep: [...keep], timeZone, locale, dryRun: true }
  const { data } = useQuery({
    queryKey: [...trpc.task.quickAdd.mutationKey(), input],
    queryFn: ({ signal }) => client.task.quickAdd.mutate(input, { signal }),
    enabled: debounced === text && text.trim() !== '' && lengthOf(text) <= MAX_LINE,
    retry: false,
  })
  return debounced === text ? data : undefined
}

function useDebounced(text: string): string {
  const [debounced, setDebounced] = useState(text)
  useEffect(() => {
    const timer = setTimeout(setDebounced, DEBOUNCE_MS, text)
    return () => clearTimeout(timer)
  }, [text])
  return debounced
}
