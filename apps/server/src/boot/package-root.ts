import { existsSync } from 'node:fs'
import path from 'node:path'

/** This package's folder, both from `src` and bundled in `dist`. */
export const PACKAGE_ROOT = ascend(import.meta.dirname)

function ascend(dir: string): string {
  return existsSync(path.join(dir, 'package.json')) ? dir : ascend(path.dirname(dir))
}
