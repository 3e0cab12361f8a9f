import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'

/** Where a file's new text is until all of it is on the disk. */
export const draftOf = (file: string) =>
  path.join(path.dirname(file), `.${path.basename(file)}.builder-draft`)

export const readText = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined)

/** Replaces a file in one step, which survives a loss of power. Undefined removes it. Its mode stays. */
export function replaceFile(file: string, text: string | undefined): void {
  if (text === undefined) rmSync(file, { force: true })
  else {
    mkdirSync(path.dirname(file), { recursive: true })
    const draft = draftOf(file)
    const mode = existsSync(file) ? statSync(file).mode : 0o666
    writeFileSync(draft, text, { mode, flush: true })
    renameSync(draft, file)
  }
  syncFolder(path.dirname(file))
}

/** Makes what was created, renamed and removed in a folder survive a loss of power. */
function syncFolder(folder: string): void {
  if (!existsSync(folder)) return
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** Removes a folder and those above it, as long as they are empty, below `root`. */
export function removeEmpty(folder: string, root: string): void {
  for (let at = folder; at !== root && at.startsWith(root); at = path.dirname(at)) {
    try {
      rmdirSync(at)
    } catch {
      // It is not empty, or not there.
      if (existsSync(at)) return
    }
  }
}
