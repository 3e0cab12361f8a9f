import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

export interface Merged {
  text: string
  isConflict: boolean
}

interface Sides {
  /** What stands there now, edited by hand. */
  ours: string
  /** What was written there before. */
  base: string
  /** What would be written there now. */
  theirs: string
}

/** Merges what was edited by hand with what would be written now, as Git does. Conflicts are marked. */
export async function merge({ ours, base, theirs }: Sides): Promise<Merged> {
  if (ours === theirs || base === theirs) return { text: ours, isConflict: false }
  if (ours === base) return { text: theirs, isConflict: false }
  const folder = await mkdtemp(path.join(tmpdir(), 'tandem-merge-'))
  try {
    const sides: [string, string][] = [
      ['yours', ours],
      ['written before', base],
      ['written now', theirs],
    ]
    await Promise.all(sides.map(([name, text]) => writeFile(path.join(folder, name), text)))
    return await mergeFiles(
      folder,
      sides.map(([name]) => name),
    )
  } finally {
    await rm(folder, { recursive: true })
  }
}

function mergeFiles(folder: string, names: string[]): Promise<Merged> {
  return new Promise((resolve, reject) => {
    const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024 }
    const child = execFile('git', ['merge-file', '-p', ...names], options, (error, stdout) => {
      // The number of conflicts, at most 127; everything above is a failure.
      const { exitCode } = child
      if (exitCode === null || exitCode > 127) reject(error ?? new Error('git merge-file failed'))
      else resolve({ text: stdout, isConflict: exitCode > 0 })
    })
  })
}

/** Whether a text has conflicts that nobody has resolved yet. */
export const hasConflict = (text: string) => /^<{7} /m.test(text) && /^>{7} /m.test(text)
