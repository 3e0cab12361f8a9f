import path from 'node:path'
import type { Plan } from '../plan/plan.ts'
import { apply, recover } from './apply.ts'

interface Order {
  plan: Plan
  root: string
  /** Before which step the process ends. */
  step: number
  isUndo: boolean
  isRecovery: boolean
}

// Applies a plan, or recovers, and kills itself before one of the steps, as a power cut would.
process.once('message', async ({ plan, root, step, isUndo, isRecovery }: Order) => {
  let steps = 0
  const onStep = () => {
    if (steps++ === step) process.kill(process.pid, 'SIGKILL')
  }
  const options = { root, place: { dataDir: path.join(root, '.data') }, onStep }
  if (isRecovery) await recover(options)
  else await apply(plan, options, isUndo)
  process.disconnect()
})
