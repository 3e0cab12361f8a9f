import { createObservable, useObservable } from '../observable.ts'
import { retryImport } from '../ui/retry-import.ts'

export type Parser = typeof import('./parse-line.ts')

const parser = createObservable<Parser | undefined>(undefined)
const load = retryImport(() => import('./parse-line.ts'))
let isAsked = false

/** Loads the parser of quick add, once. It is not loaded before somebody is about to type a line. */
export function loadParser(): void {
  if (isAsked) return
  isAsked = true
  void load().then(parser.set)
}

/** The parser, once it is loaded. */
export const useParser = () => useObservable(parser)
