import { BASE_PATH } from '../api/base-path.ts'
import { createObservable, useObservable } from '../observable.ts'

/** The pages that mailed links lead to. */
export type LinkPage = '/verify-email' | '/reset-password'

const link = createObservable<{ page: string; token: string } | undefined>(undefined)

/**
 * Takes the token of a mailed link out of the address bar and the history. Called before anything else, so that nothing can
 * read, store or send it on. A link that is pasted into a page which is open already is taken as well.
 */
export function takeMailedToken(): void {
  take()
  addEventListener('hashchange', take)
}

function take() {
  const { pathname, search, hash } = location
  const token = new URLSearchParams(hash.slice(1)).get('token')
  if (token === null) return
  history.replaceState(history.state, '', pathname + search)
  link.set({ page: pathname.slice(BASE_PATH.length), token })
}

/** The token of the link that led to this page. It is gone after a reload. */
export function useMailedToken(page: LinkPage): string | undefined {
  const current = useObservable(link)
  return current?.page === page ? current.token : undefined
}
