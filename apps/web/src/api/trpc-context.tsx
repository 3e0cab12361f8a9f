import type { AppRouter } from '@tandem/client'
import type { TRPCClient } from '@trpc/client'
import type { TRPCOptionsProxy } from '@trpc/tanstack-react-query'
import { createContext, type ReactNode, use, useMemo } from 'react'
import { createOptionsProxy } from './options-proxy.ts'

interface Value {
  client: TRPCClient<AppRouter>
  options: TRPCOptionsProxy<AppRouter>
}

const TRPCContext = createContext<Value | undefined>(undefined)

/** Provides tRPC's client and its integration with TanStack Query. */
export function TRPCProvider({ client, children }: { client: TRPCClient<AppRouter>; children: ReactNode }) {
  const value = useMemo(() => ({ client, options: createOptionsProxy<AppRouter>(client) }), [client])
  return <TRPCContext value={value}>{children}</TRPCContext>
}

function useValue(): Value {
  const value = use(TRPCContext)
  if (!value) throw new Error('tRPC must be used inside <TRPCProvider>')
  return value
}

export const useTRPC = () => useValue().options

export const useTRPCClient = () => useValue().client
