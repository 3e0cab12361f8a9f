import { execFile } from 'node:child_process'
import { cpSync, existsSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { readText, removeEmpty } from '../apply/files.ts'
import type { Change } from './change.ts'

const execute = promisify(execFile)

/** A copy of the project in which generators run, so that what they would write is known before anything is written. */
export interface Scratch {
  folder: string
  write(changes: readonly Change[]): Promise<void>
  /** Brings files back to what they are in the project. */
  restore(files: readonly string[]): Promise<void>
  /** Runs a program of a package's `node_modules/.bin`. @throws with what it printed */
  run(folder: string, program: string, ...args: string[]): Promise<void>
  /** Files that differ from the project's, with both texts. */
  differences(): Promise<Change[]>
  remove(): void
}

/** Copies some files of a project. Modules are links to the project's own. Programs in it are ended by the signal. */
export async function createScratch(
  root: string,
  files: readonly string[],
  signal?: AbortSignal,
): Promise<Scratch> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tandem-plan-'))
  // A program that was ended may still write.
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  process.on('exit', remove)
  const inScratch = (file: string) => path.join(folder, file)
  const present = files.filter((file) => existsSync(path.join(root, file)))
  for (const directory of new Set(present.map((file) => path.dirname(file))))
    await mkdir(inScratch(directory), { recursive: true })
  await Promise.all(present.map((file) => copyFile(path.join(root, file), inScratch(file))))
  linkModules(root, folder)
  return {
    folder,
    write: async (changes) => {
      for (const { path: file, after } of changes) {
        if (after === undefined) {
          rmSync(inScratch(file), { force: true })
          // A migration's folder without its file is a mistake.
          removeEmpty(path.dirname(inScratch(file)), folder)
        } else {
          await mkdir(path.dirname(inScratch(file)), { recursive: true })
          await writeFile(inScratch(file), after)
        }
      }
    },
    restore: async (names) => {
      for (const name of names) {
        if (existsSync(path.join(root, name))) await copyFile(path.join(root, name), inScratch(name))
        else rmSync(inScratch(name), { force: true })
      }
    },
    run: async (where, program, ...args) => {
      const cwd = inScratch(where)
      await execute(path.join(cwd, 'node_modules/.bin', program), args, {
        cwd,
        maxBuffer: 64 * 1024 * 1024,
        ...(signal ? { signal } : {}),
      }).catch((error: unknown) => {
        signal?.throwIfAborted()
        throw new Error(outputOf(error), { cause: error })
      })
    },
    differences: async () => {
      const changes = await Promise.all(
        present.map(async (file): Promise<Change | undefined> => {
          if (!existsSync(inScratch(file))) return undefined
          const [before, after] = await Promise.all([
            readFile(path.join(root, file)),
            readFile(inScratch(file)),
          ])
          if (before.equals(after)) return undefined
          return { path: file, before: before.toString(), after: after.toString(), action: 'edit' }
        }),
      )
      return changes.filter((change) => change !== undefined)
    },
    remove: () => {
      process.off('exit', remove)
      remove()
    },
  }
}

/** Links between packages are relative: copied, they lead to the copies. All others lead to the project's root, by one link. */
function linkModules(root: string, folder: string): void {
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'))
  for (const group of ['packages', 'apps']) {
    for (const name of readdirSync(path.join(root, group))) {
      const modules = path.join(group, name, 'node_modules')
      const source = path.join(root, modules)
      if (!existsSync(source) || !existsSync(path.join(folder, group, name))) continue
      // Caches of tools are left behind.
      const filter = (file: string) => !/^\.(?!bin($|\/))/.test(path.relative(source, file))
      cpSync(source, path.join(folder, modules), { recursive: true, verbatimSymlinks: true, filter })
    }
  }
}

/** What a program printed, without colours and empty lines. */
function outputOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const printed = ['stdout', 'stderr'].map((stream) => String(Reflect.get(error, stream) ?? '')).join('\n')
  const lines = printed.split('\n').filter((line) => line.trim() !== '')
  return lines.length > 0 ? lines.slice(0, 30).join('\n') : error.message
}

/** Reads a file of a project; undefined where there is none. */
export function readIn(root: string): (file: string) => string | undefined {
  return (file) => readText(path.join(root, file))
}
