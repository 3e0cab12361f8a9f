import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What Git knows of a project. A folder that is no work tree has no files that are committed. */
export interface Git {
  /** The text of a file in the last commit. */
  committed(path: string): Promise<string | undefined>
  /** Files that differ from the last commit, new ones included. */
  changed(): Promise<string[]>
  /** Every file that is not ignored, changed and new ones included. */
  files(): Promise<string[]>
}

export function gitOf(root: string): Git {
  const git = async (...args: string[]) => {
    const { stdout } = await run('git', args, { cwd: root, maxBuffer: 64 * 1024 * 1024 })
    return stdout
  }
  return {
    committed: async (path) => git('show', `HEAD:./${path}`).catch(() => undefined),
    changed: async () => {
      const status = await git(
        'status',
        '--porcelain',
        '-z',
        '--no-renames',
        '--untracked-files=all',
        '.',
      ).catch(() => '')
      // Paths of `status` are from the top of the work tree, which may be above the project.
      const prefix = (await git('rev-parse', '--show-prefix').catch(() => '')).trim()
      return list(status).map((entry) => entry.slice(3 + prefix.length))
    },
    files: async () => [
      ...new Set(list(await git('ls-files', '--cached', '--others', '--exclude-standard', '-z'))),
    ],
  }
}

const list = (output: string) => output.split('\0').filter(Boolean)
