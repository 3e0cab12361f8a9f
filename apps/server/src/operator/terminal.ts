import path from 'node:path'
import { readVariables } from '../env.ts'
import { runCommand } from './operator.ts'

/** Runs a command in the terminal of this process. */
export function runInTerminal(args: readonly string[]): Promise<number> {
  return runCommand(args, {
    program: `node ${path.relative('', process.argv[1] ?? '')}`,
    variables: readVariables(),
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    isTerminal: process.stderr.isTTY,
    input: process.stdin,
    output: process.stdout,
  })
}
