import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTRPCClient } from '../../api/trpc.ts'
import { useToday } from '../../calendar/days/use-today.ts'
import { lengthOf, MAX_LINE } from '../../quick-add/line.ts'
import { type Reading, readWords } from './read-words.ts'

/** How long typing must pause before the words are read, in ms. */
const DEBOUNCE_MS = 150

/** What the typed words mean. `reading` is undefined while that is not known. */
export function useWords(words: string) {
  const client = useTRPCClient()
  const queries = useQueryClient()
  const today = useToday()
  const text = words.trim()
  const paused = useDebounced(text)
  const isReadable = text !== '' && lengthOf(text) < MAX_LINE
  const query = {
    // The same words mean another day tomorrow.
    queryKey: ['date-in-words', text, today],
    queryFn: ({ signal }: { signal: AbortSignal }) => readWords(client, text, signal),
    retry: false,
    staleTime: 60_000,
    networkMode: 'always' as const,
  }
  const { data, isError } = useQuery({ ...query, enabled: isReadable && paused === text })
  const reading: Reading | undefined = text !== '' && !isReadable ? { kind: 'nothing' } : data
  return {
    reading,
    isError,
    /** Reads them at once. Undefined where that fails. */
    read: async () =>
      reading ?? (isReadable ? await queries.fetchQuery(query).catch(() => undefined) : undefined),
  }
}

function useDebounced(text: string): string {
  const [debounced, setDebounced] = useState(text)
  useEffect(() => {
    const timer = setTimeout(setDebounced, DEBOUNCE_MS, text)
    return () => clearTimeout(timer)
  }, [text])
  return debounced
}
