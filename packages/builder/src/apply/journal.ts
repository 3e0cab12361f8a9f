import { existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Reversal } from '@tandem/db/reverse'
import { draftOf, readText, removeEmpty, replaceFile } from './files.ts'

/** What is about to be written, on the disk before anything of it is. */
export interface Journal {
  version: 1
  /** `note`: what the run was about. */
  name: string
  /** What a later run does when this one was killed: it takes back what was written, or finishes it. */
  ending: 'takeBack' | 'finish'
  entries: readonly Entry[]
  /** What is undone in the database. It cannot be taken back, only finished. */
  reversal?: Reversal | undefined
}

export interface Entry {
  /** From the root of the project. */
  path: string
  /** Null where there was no file. */
  before: string | null
  /** Null where there will be none. */
  after: string | null
}

const fileOf = (root: string) => path.join(root, '.data/builder-journal.json')

export const writeJournal = (root: string, journal: Journal) =>
  replaceFile(fileOf(root), JSON.stringify(journal))

export const removeJournal = (root: string) => replaceFile(fileOf(root), undefined)

/** The journal of a run that did not end. */
export function readJournal(root: string): Journal | undefined {
  const text = readText(fileOf(root))
  return text === undefined ? undefined : JSON.parse(text)
}

/**
 * Brings every file of a journal to one side of it. Calling it again changes nothing. Returns the files that somebody has
 * edited since, which it leaves alone.
 */
export function settle(
  root: string,
  journal: Journal,
  side: 'before' | 'after',
  onStep = () => {},
): string[] {
  const edited: string[] = []
  for (const entry of journal.entries) {
    const file = path.join(root, entry.path)
    const current = readText(file) ?? null
    if (existsSync(draftOf(file))) rmSync(draftOf(file))
    onStep()
    if (current === entry[side]) continue
    if (current === entry.before || current === entry.after) replaceFile(file, entry[side] ?? undefined)
    else edited.push(entry.path)
  }
  for (const entry of journal.entries)
    if (entry[side] === null) removeEmpty(path.dirname(path.join(root, entry.path)), root)
  return edited
}
