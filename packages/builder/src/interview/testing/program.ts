import { ClackTerminal } from '../clack/clack-terminal.ts'
import { interview } from '../session.ts'
import { testEngine } from './engine.ts'

// The interview as a program, for tests in a terminal. It prints how it ended, and exits as the builder does.
const [, , isPlain] = process.argv
const terminal = new ClackTerminal({
  input: process.stdin,
  output: process.stdout,
  isPlain: isPlain === 'plain',
})
const outcome = await interview(testEngine(), terminal)
terminal.close()
process.stdout.write(`OUTCOME ${JSON.stringify(outcome)}\n`)
process.exitCode = outcome.kind === 'interrupted' ? 130 : 0
