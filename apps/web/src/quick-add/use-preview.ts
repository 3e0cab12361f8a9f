import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { type Outputs, useTRPC, useTRPCClient } from '../api/trpc.ts'

export type QuickAddResult = Outputs['task']['quickAdd']
export type Recognised = QuickAddResult['recognised'][number]
export type Span = { start: number; end: number }

/** How long typing must pause before the server parses the text, in ms. */
const DEBOUNCE_MS = 150

export const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** A preview of the task that the server would create. The server parses the text, so that all clients agree. */
export function useDraft(text: string, keep: Span[]): QuickAddResult | undefined {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const debounced = useDebounced(text)
  const input = { text: debounced, keep, timeZone, dryRun: true }
  const { data } = useQuery({
    queryKey: [...trpc.task.quickAdd.mutationKey(), input],
    queryFn: ({ signal }) => client.task.quickAdd.mutate(input, { signal }),
    enabled: debounced.trim() !== '',
    placeholderData: keepPreviousData,
    retry: false,
  })
  return debounced === text && text.trim() !== '' ? data : undefined
}

function useDebounced(text: string): string {
  const [debounced, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(setSettled, DEBOUNCE_MS, text)
    return () => clearTimeout(timer)
  }, [text])
  return debounced
}

/** The positions of the rejected texts, found again after every edit so that they stay rejected. */
export function spansOf(text: string, rejected: readonly string[]): Span[] {
  return rejected.flatMap((part) => {
    const start = text.indexOf(part)
    return start === -1 ? [] : [{ start, end: start + part.length }]
  })
}
