import { existsSync } from 'node:fs'
import path from 'node:path'
import { StartError } from './fail-start.ts'

/** This package's folder, or the built folder if this code is bundled in it. */
export const PACKAGE_ROOT = ascend(import.meta.dirname)

function ascend(dir: string): string {
  if (existsSync(path.join(dir, 'package.json'))) return dir
  if (dir === path.dirname(dir))
    throw new StartError(`no package.json in any folder above ${import.meta.dirname}`)
  return ascend(path.dirname(dir))
}
