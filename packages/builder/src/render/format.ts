import { execFile } from 'node:child_process'
import path from 'node:path'

/** Extensions that the project's formatter has a say in. */
const FORMATTED = /\.(ts|tsx|json)$/

/** A text as the project's formatter leaves it, with its imports in order. `root` is the project, whose rules hold. */
export function formatted(root: string, file: string, text: string): Promise<string> {
  if (!FORMATTED.test(file)) return Promise.resolve(text)
  const biome = path.join(root, 'node_modules/.bin/biome')
  const args = ['check', '--write', `--stdin-file-path=${file}`]
  return new Promise((resolve, reject) => {
    const child = execFile(
      biome,
      args,
      { cwd: root, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (stdout === '' && error)
          reject(new Error(`${file} could not be formatted: ${stderr}`, { cause: error }))
        else resolve(stdout)
      },
    )
    child.stdin?.end(text)
  })
}

/** The files of a rendering in their final form. */
export async function formattedFiles(
  root: string,
  files: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const entries = [...files].map(async ([file, text]) => [file, await formatted(root, file, text)] as const)
  return new Map(await Promise.all(entries))
}
