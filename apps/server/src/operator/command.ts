import type { Readable, Writable } from 'node:stream'
import type { ParseArgsConfig } from 'node:util'
import type { Env } from '../env.ts'

/** A command of the operator's tool: `node dist/main.js <name> …`. */
export interface Command {
  /** One word or two: `admin create`. */
  name: string
  /** What follows the name: `<email> [--name <name>]`. Empty for nothing. */
  usage: string
  /** One line for the list of commands. */
  summary: string
  /** How many words without a dash it takes, at least and at most. */
  words: [number, number]
  options?: NonNullable<ParseArgsConfig['options']>
  run(given: Given): Promise<void>
}

export interface Given {
  words: string[]
  options: Record<string, unknown>
  env: Env
  /** Prints a line. */
  say: (line: string) => void
  /** Prints what is no result, where it does not mix with results. */
  note: (text: string) => void
  /** Whether a person sees the notes. */
  isTerminal: boolean
  input: Readable
  output: Writable
}

/** The command was called in a way that it does not have. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The command ends with an exit code of its own. */
export class ExitError extends Error {
  override readonly name = 'ExitError'
  readonly code: number

  constructor(message: string, code: number) {
    super(message)
    this.code = code
  }
}
