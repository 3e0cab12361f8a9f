import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { type Outputs, useTRPC, useTRPCClient } from '../api/trpc.ts'

export type Reading = Outputs['task']['quickAdd']
export type Recognised = Reading['recognised'][number]
export type Span = { start: number; end: number }

/** Milliseconds without a key before the server is asked what it would make of the text. */
const PAUSE = 150

export const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** What the server would make of a text: it is the one that reads it, so that every client is understood alike. */
export function useDraft(text: string, keep: Span[]): Reading | undefined {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const settled = useSettled(text)
  const input = { text: settled, keep, timeZone, dryRun: true }
  const { data } = useQuery({
    queryKey: [...trpc.task.quickAdd.mutationKey(), input],
    queryFn: ({ signal }) => client.task.quickAdd.mutate(input, { signal }),
    enabled: settled.trim() !== '',
    placeholderData: keepPreviousData,
    retry: false,
  })
  return settled === text && text.trim() !== '' ? data : undefined
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(setSettled, PAUSE, text)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}

/** Where texts stand in another: what was rejected stays rejected while the rest is typed. */
export function spansOf(text: string, rejected: readonly string[]): Span[] {
  return rejected.flatMap((words) => {
    const start = text.indexOf(words)
    return start === -1 ? [] : [{ start, end: start + words.length }]
  })
}
