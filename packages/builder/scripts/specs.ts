import path from 'node:path'
import { parseArgs } from 'node:util'
import { apply } from '../src/apply/apply.ts'
import { readSpec } from '../src/cli/input.ts'
import { type Plan, planResource } from '../src/plan/plan.ts'
import { renderer } from '../src/renderer.ts'
import { planUndo } from '../src/undo/undo.ts'

/**
 * `tsx scripts/specs.ts write FILE…`, `tsx scripts/specs.ts undo NAME…`: what `pnpm gen` does with each, one after another,
 * without the checks and the tests that it runs each time. For `.ci/builder`, which runs them once for all.
 */
const { positionals } = parseArgs({ allowPositionals: true })
const [command, ...names] = positionals
const root = path.resolve(import.meta.dirname, '../../..')
const place = { url: undefined, dataDir: path.join(root, '.data') }

for (const name of names) {
  const plan = command === 'undo' ? await planUndo(name, { root, renderer, place }) : await planWrite(name)
  if (plan.trouble !== undefined) throw new Error(plan.trouble)
  if (plan.kept.length > 0) throw new Error(`${name}: ${plan.kept.map((kept) => kept.path).join(', ')} stays`)
  await apply(plan, { root, place }, command === 'undo')
  process.stdout.write(`${command} ${name}: ${plan.changes.length} files\n`)
}

async function planWrite(file: string): Promise<Plan> {
  const { spec, source } = await readSpec(file, root)
  return planResource(spec, { root, renderer, source })
}
