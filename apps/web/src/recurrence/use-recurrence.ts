import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTRPC } from '../api/trpc.ts'
import { createObservable, useObservable } from '../observable.ts'
import { retryImport } from '../ui/retry-import.ts'

type Arithmetic = typeof import('./successor.ts')

/** What is computed of tasks that recur, once it is loaded. */
export const arithmetic = createObservable<Arithmetic | undefined>(undefined)

const load = retryImport(() => import('./successor.ts'))
let isLoading = false

/** What is computed of tasks that recur. It loads with the first of them that is shown. */
export function useArithmetic(isNeeded = true): Arithmetic | undefined {
  useEffect(() => {
    if (!isNeeded || isLoading) return
    isLoading = true
    void load().then(arithmetic.set)
  }, [isNeeded])
  return useObservable(arithmetic)
}

const deviceZone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** The time zone of the account, by which tasks recur. Until it is known, that of this device. */
export function useTimeZone(): string {
  return useQuery(useTRPC().user.me.queryOptions()).data?.timeZone ?? deviceZone
}
