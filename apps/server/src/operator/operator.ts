import { parseArgs } from 'node:util'
import { OperatorError } from '@tandem/api'
import { explain } from '../boot/fail-start.ts'
import { parseEnv } from '../env.ts'
import { createAdminCommand, promoteCommand, resetPasswordCommand } from './accounts.ts'
import { type Command, ExitError, type Given, UsageError } from './command.ts'
import { jobsCommand } from './jobs.ts'
import { migrateCommand } from './migrate.ts'
import { shardCommand } from './shard.ts'
import { exportCommand } from './transfer/export.ts'
import { importCommand } from './transfer/import.ts'

const COMMANDS: readonly Command[] = [
  createAdminCommand,
  promoteCommand,
  resetPasswordCommand,
  jobsCommand,
  migrateCommand,
  exportCommand,
  importCommand,
  shardCommand,
]

const HELP_FLAGS = ['--help', '-h']

/** Where a command runs. */
interface Terminal extends Pick<Given, 'isTerminal' | 'input' | 'output'> {
  /** How the tool is called, for its usage: `node dist/main.js`. */
  program: string
  variables: Record<string, string | undefined>
  out(text: string): void
  err(text: string): void
}

/**
 * Runs a command of the operator's tool, and returns its exit code: 0, 1 if it failed, 2 if it was called wrongly. None starts
 * a server. An embedded database must not be in use by one.
 */
export async function runCommand(
  args: readonly string[],
  { program, variables, out, err, ...streams }: Terminal,
): Promise<number> {
  const isHelp = args.some((word) => HELP_FLAGS.includes(word))
  const command = COMMANDS.find(({ name }) => name.split(' ').every((word, i) => args[i] === word))
  if (isHelp) {
    out(command ? `${usageOf(program, command)}\n  ${command.summary}\n` : help())
    return 0
  }
  if (!command) {
    err(`there is no command ${args.join(' ')}\n\n${help()}`)
    return 2
  }
  try {
    const given = read(command, args.slice(command.name.split(' ').length))
    const say = (line: string) => out(`${line}\n`)
    await command.run({ ...given, ...streams, env: parseEnv(variables), say, note: err })
    return 0
  } catch (error) {
    const isUsage = error instanceof UsageError
    err(`${command.name}: ${messageOf(error)}\n${isUsage ? `${usageOf(program, command)}\n` : ''}`)
    if (error instanceof ExitError) return error.code
    return isUsage ? 2 : 1
  }
}

/** Errors that say all there is to say. */
const PLAIN = [UsageError, OperatorError, ExitError]

function messageOf(error: unknown): string {
  return error instanceof Error && PLAIN.some((kind) => error instanceof kind)
    ? error.message
    : explain(error)
}

function read({ words: [least, most], options }: Command, args: string[]) {
  const { positionals, values } = parse(args, options)
  if (positionals.length < least) throw new UsageError('something is missing')
  if (positionals.length > most) throw new UsageError(`${positionals.slice(most).join(' ')} is too much`)
  return { words: positionals, options: values }
}

function parse(args: string[], options: Command['options'] = {}) {
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function usageOf(program: string, { name, usage }: Command): string {
  return `usage: ${program} ${name} ${usage}`.trimEnd()
}

function help(): string {
  const lines = COMMANDS.map(
    ({ name, usage, summary }) => `  ${`${name} ${usage}`.trimEnd()}\n      ${summary}\n`,
  )
  return `Without a command, the server starts. The environment is the same for all.\n\n${lines.join('')}`
}
