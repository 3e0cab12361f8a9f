import { type Problem, ProblemError } from '../../api/problem.ts'

/** Why a file was not added. */
export type Failure =
  | { reason: 'refused'; problem: Problem }
  | { reason: 'too-large'; maxBytes: number }
  | { reason: 'too-many'; maxFiles: number }
  /** It is a folder, whose content a browser does not send. */
  | { reason: 'folder' }
  /** It was changed, moved or deleted on the device since it was chosen. */
  | { reason: 'unreadable' }
  | { reason: 'unreached' }

/** What the server says of a file, or that its bytes cannot be read, or that no response came. */
export async function failureOf(error: unknown, file: Blob): Promise<Failure> {
  if (error instanceof ProblemError) return { reason: 'refused', problem: error.problem }
  return (await isReadable(file)) ? { reason: 'unreached' } : { reason: 'unreadable' }
}

/** Whether the same file may be taken another time. */
export function isRepeatable(failure: Failure): boolean {
  if (failure.reason === 'unreached' || failure.reason === 'too-many') return true
  if (failure.reason !== 'refused') return false
  const { status } = failure.problem
  // Of a conflict, the user can remove the cause: too many files, or too many bytes.
  return status === 401 || status === 409 || status === 429 || status >= 500
}

async function isReadable(file: Blob): Promise<boolean> {
  try {
    await file.slice(0, 1).arrayBuffer()
    return true
  } catch {
    return false
  }
}
