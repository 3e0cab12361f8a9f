import type { Query, QueryClient } from '@tanstack/react-query'
import type { Store } from './store.ts'

/** The procedures whose last answers are kept. Not those of other users, sessions, keys and the like. */
const KEPT = [
  'user.me',
  'project.all',
  'task.tags',
  'task.projects',
  'comment.list',
  'file.list',
  'file.limits',
]

/** Answers that were not asked for again in this time are removed. In ms. */
const MAX_AGE = 30 * 86_400_000

const procedureOf = ({ queryKey: [path] }: Query) => (Array.isArray(path) ? path.join('.') : '')

/**
 * Keeps the last answers of some queries on the device. A query without data begins with what is kept, and is fetched
 * again. A single task comes from the copy of the tasks.
 */
export function keepAnswers(queries: QueryClient, store: Store): () => void {
  /** The data that was written last, of each query. */
  const written = new Map<string, unknown>()

  async function restore(query: Query): Promise<void> {
    const kept = await keptFor(query)
    // The server was faster.
    if (!kept || query.state.data !== undefined) return
    written.set(query.queryHash, kept.data)
    queries.setQueryData(query.queryKey, kept.data, { updatedAt: kept.at })
    // Else a page that shows it from now on would not ask the server, where answers are kept current and never old.
    query.invalidate()
  }

  async function keptFor(query: Query) {
    const procedure = procedureOf(query)
    if (query.state.data !== undefined) return undefined
    if (KEPT.includes(procedure)) return store.answer(query.queryHash)
    const { input } = (query.queryKey[1] as { input?: { id?: string } } | undefined) ?? {}
    if (procedure !== 'task.get' || !input?.id) return undefined
    const task = await store.task(input.id)
    return task && { data: task, at: 0 }
  }

  function keep({ queryHash, state: { data, dataUpdatedAt: at } }: Query): void {
    // Repeated answers that are equal are the same object.
    if (written.get(queryHash) === data) return
    written.set(queryHash, data)
    store.keepAnswer(queryHash, { data, at }).catch(() => {})
  }

  const begin = (query: Query) => void restore(query).catch(() => {})
  for (const query of queries.getQueryCache().getAll()) {
    if (query.state.data === undefined) begin(query)
    else if (KEPT.includes(procedureOf(query))) keep(query)
  }
  store.removeAnswers(Date.now() - MAX_AGE).catch(() => {})
  return queries.getQueryCache().subscribe((event) => {
    if (event.type === 'added') return begin(event.query)
    if (event.type !== 'updated' || event.action.type !== 'success' || event.action.manual) return
    if (KEPT.includes(procedureOf(event.query))) keep(event.query)
  })
}
