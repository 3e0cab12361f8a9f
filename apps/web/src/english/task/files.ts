import type { Failure } from '../../files/upload/failure.ts'
import { formatBytes } from '../format/bytes.ts'
import { explain } from '../problem.ts'

/** Texts of the files of a task. */
export const files = {
  title: 'Files',
  list: 'Files',
  uploads: 'Files being added',
  add: 'Add files',
  hint: 'Or drop them on this panel, or paste an image.',
  drop: 'Drop the files here to add them',
  none: 'No files yet',
  offline: 'Files appear once the server responds. Anything you add now is sent then.',
  unsaved: 'Files can be added once the server has this task.',
  show: (name: string) => `Show “${name}”`,
  download: 'Download',
  downloadOf: (name: string) => `Download “${name}”`,
  delete: 'Delete',
  deleteOf: (name: string) => `Delete “${name}”`,
  deleteAsk: 'Delete this file for good?',
  deleted: (name: string) => `“${name}” was deleted`,
  notShown: 'This image cannot be shown. Download it instead.',
  uploadOf: (name: string) => `Upload of “${name}”`,
  queued: 'Waiting its turn',
  waiting: 'Waiting for a connection',
  checking: 'Checking…',
  cancelOf: (name: string) => `Cancel the upload of “${name}”`,
  retryOf: (name: string) => `Try “${name}” again`,
  dismissOf: (name: string) => `Remove “${name}” from the list`,
  added: (name: string) => `“${name}” was added`,
  notAdded: (name: string, reason: string) => `“${name}” was not added. ${reason}`,
  /** What a pasted image is called, without its extension. The time is local. */
  pasted: (at: Date) => {
    const two = (value: number) => String(value).padStart(2, '0')
    const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-')
    return `Pasted image ${day} ${[at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join('.')}`
  },
} as const

const tooMany = (maxFiles: number | string) =>
  `A task can have at most ${maxFiles} files. Delete one of them, then try again`
const TYPES =
  'Files of this type cannot be added. Images (PNG, JPEG, GIF, WebP), PDF, plain text, ZIP and office documents can'

/** Why a file was not added. */
export function explainFailure(failure: Failure): string {
  switch (failure.reason) {
    case 'folder':
      return 'A folder cannot be added. Add the files in it, or a ZIP of it'
    case 'unreadable':
      return 'This file can no longer be read. Choose it again'
    case 'too-large':
      return tooLarge(failure.maxBytes)
    case 'too-many':
      return tooMany(failure.maxFiles)
    case 'unreached':
      return explain(undefined)
    case 'refused':
      return explainRefusal(failure.problem)
  }
}

const tooLarge = (maxBytes: number | undefined) =>
  maxBytes === undefined
    ? 'This file is too large'
    : `This file is too large: ${formatBytes(maxBytes)} at most`

function explainRefusal(problem: Extract<Failure, { reason: 'refused' }>['problem']): string {
  const { status, message, issues } = problem
  // The server names a number of bytes where it counts them.
  const bytes = bytesIn(message)
  switch (status) {
    case 404:
      return 'This task is no longer there: it was deleted elsewhere'
    case 409:
      return bytes === undefined
        ? tooMany(/\bat most (\d+) files\b/.exec(message)?.[1] ?? 'so many')
        : `Your files can take up at most ${formatBytes(bytes)} together, including those of tasks in the trash. Delete some, then try again`
    case 413:
      return tooLarge(bytes)
    case 415:
      return TYPES
    case 422:
      return `The file ${issues?.[0]?.message ?? message}`
    default:
      return explain(problem)
  }
}

/** The number in `at most 10485760 bytes`. */
function bytesIn(message: string): number | undefined {
  const [, digits] = /\bat most (\d+) bytes\b/.exec(message) ?? []
  return digits === undefined ? undefined : Number(digits)
}

const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^image\/png$/, 'PNG image'],
  [/^image\/jpeg$/, 'JPEG image'],
  [/^image\/gif$/, 'GIF image'],
  [/^image\/webp$/, 'WebP image'],
  [/^application\/pdf$/, 'PDF'],
  [/^text\/plain$/, 'Text'],
  [/^application\/zip$/, 'ZIP archive'],
  [/spreadsheet|excel/, 'Spreadsheet'],
  [/presentation|powerpoint/, 'Presentation'],
]

/** What kind of file it is, by its type. */
export const kindOf = (mediaType: string) =>
  KINDS.find(([pattern]) => pattern.test(mediaType))?.[1] ?? 'Document'
