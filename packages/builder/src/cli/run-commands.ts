import { spawn } from 'node:child_process'
import path from 'node:path'
import { type Command, spelled } from '../plan/commands.ts'
import type { Console } from './console.ts'

/**
 * Runs commands, all of them, and shows what those that fail have printed. First those that write, one after another, and then
 * the others side by side: each leaves a core idle for part of its time. Returns whether all succeeded.
 */
export async function runCommands(
  root: string,
  commands: readonly Command[],
  out: Console,
): Promise<boolean> {
  const results: boolean[] = []
  for (const command of commands.filter(({ isAlone }) => isAlone))
    results.push(await runShown(root, command, out))
  const others = commands.filter(({ isAlone }) => !isAlone)
  results.push(...(await Promise.all(others.map((command) => runShown(root, command, out)))))
  return !results.includes(false)
}

async function runShown(root: string, command: Command, out: Console): Promise<boolean> {
  out.progress(`… ${command.shows}`)
  const started = Date.now()
  const { code, output } = await run(root, command)
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  out.say(`${code === 0 ? '✓' : '✗'} ${command.shows} (${seconds} s)`)
  if (code !== 0) out.complain(`${spelled(command)}\n${output.trimEnd()}`)
  return code === 0
}

function run(root: string, { program, args }: Command): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(path.join(root, 'node_modules/.bin', program), args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += String(data)))
    child.on('error', (error) => resolve({ code: null, output: error.message }))
    child.on('close', (code) => resolve({ code, output }))
  })
}
