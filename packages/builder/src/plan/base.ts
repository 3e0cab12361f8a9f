import { isDeepStrictEqual } from 'node:util'
import { specFile } from '../explore/explore.ts'
import type { Git } from '../explore/git.ts'
import { parseJson, parseSpec } from '../spec/read.ts'
import type { Spec } from '../spec/spec.ts'
import type { Read } from './compose.ts'

/** Where the last spec that was applied is kept beside the committed one, which may have been edited since. */
export const recordFile = (name: string) => `.data/builder/${name}.json`

/** Where a migration is kept as it was written, so that an undo can tell what was edited. */
export const migrationRecord = (file: string) => `.data/builder/${file}`

interface Options {
  read: Read
  git: Git
  /** The committed spec is the one that is applied now, so that it does not tell what the files were written from. */
  isEdited: boolean
}

/**
 * The specs from which the files of a resource may have been written, the likeliest first: the one in the tree, the last one
 * that was applied here, and that of the last commit.
 */
export async function basesOf(name: string, { read, git, isEdited }: Options): Promise<Spec[]> {
  const file = specFile(name)
  const inTree = read(file)
  if (inTree === undefined) return []
  const texts = [isEdited ? undefined : inTree, read(recordFile(name)), await git.committed(file)]
  const specs = specsIn(texts)
  return specs.filter((spec, index) => !specs.slice(0, index).some((other) => isDeepStrictEqual(other, spec)))
}

/** The specs among some texts. */
export function specsIn(texts: readonly (string | undefined)[]): Spec[] {
  return texts.flatMap((text) => {
    const parsed = text === undefined ? undefined : parseJson(text)
    const read = parsed && 'value' in parsed ? parseSpec(parsed.value) : undefined
    return read && 'spec' in read ? [read.spec] : []
  })
}
