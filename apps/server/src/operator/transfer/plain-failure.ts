import { getSystemErrorMap } from 'node:util'
import { StartError } from '../../boot/fail-start.ts'

/** Errors that only a mistake of ours makes. They keep their stack. */
const OF_OURS = [TypeError, RangeError, ReferenceError, SyntaxError]

/** Runs work whose failures an operator can do something about: a file, a disk, a database. They are said in a line. */
export async function failingPlainly<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (!(cause instanceof Error) || OF_OURS.some((kind) => cause instanceof kind)) throw cause
    if (cause instanceof StartError) throw cause
    throw new StartError(sentence(cause), { cause })
  }
}

/** `ENOENT: no such file or directory, open 'x'` becomes `x: no such file or directory`. */
function sentence(error: NodeJS.ErrnoException): string {
  const [, reason] = getSystemErrorMap().get(error.errno ?? 0) ?? []
  if (reason === undefined) return error.message.split('\n')[0] ?? ''
  return error.path === undefined ? reason : `${error.path}: ${reason}`
}
