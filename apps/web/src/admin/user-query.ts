import { useSearchParams } from 'wouter'
import type { Inputs, Outputs } from '../api/trpc.ts'

type ListUsers = NonNullable<Inputs['admin']['listUsers']>

export const PAGE_SIZE = 20

/** The state of the list, kept in the URL. */
export interface UserQuery {
  q: string
  role: Outputs['user']['me']['role'] | undefined
  isActive: boolean | undefined
  offset: number
}

const NO_FILTERS: UserQuery = { q: '', role: undefined, isActive: undefined, offset: 0 }

/** Parses the URL parameters. Invalid ones are ignored. */
export function readQuery(params: URLSearchParams): UserQuery {
  const role = params.get('role')
  const active = params.get('active')
  const offset = Number(params.get('offset'))
  return {
    q: (params.get('q') ?? '').slice(0, 200),
    role: role === 'admin' || role === 'user' ? role : undefined,
    isActive: active === 'yes' ? true : active === 'no' ? false : undefined,
    offset: Number.isSafeInteger(offset) ? Math.min(Math.max(offset, 0), 1_000_000_000) : 0,
  }
}

export function writeQuery({ q, role, isActive, offset }: UserQuery): URLSearchParams {
  return new URLSearchParams({
    ...(q !== '' && { q }),
    ...(role && { role }),
    ...(isActive !== undefined && { active: isActive ? 'yes' : 'no' }),
    ...(offset > 0 && { offset: String(offset) }),
  })
}

export const isFiltered = (query: UserQuery) => writeQuery({ ...query, offset: 0 }).size > 0

/** The input of `admin.listUsers`. */
export function inputOf({ q, role, isActive, offset }: UserQuery): ListUsers {
  const text = q.trim()
  return {
    limit: PAGE_SIZE,
    offset,
    ...(text !== '' && { q: text }),
    ...(role && { role }),
    ...(isActive !== undefined && { isActive }),
  }
}

/** The query in the URL. Changing a filter returns to the first page, and replaces the history entry. */
export function useUserQuery() {
  const [params, setParams] = useSearchParams()
  return {
    query: readQuery(params),
    filter: (patch: Partial<UserQuery>) =>
      setParams((current) => writeQuery({ ...readQuery(current), offset: 0, ...patch }), { replace: true }),
    clear: () => setParams(() => writeQuery(NO_FILTERS), { replace: true }),
  }
}
