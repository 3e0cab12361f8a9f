import { once } from 'node:events'
import { isDeepStrictEqual } from 'node:util'
import type { Plan } from '../plan/plan.ts'
import type { Spec } from '../spec/spec.ts'

/** Makes a plan. Nobody waits for it any more once the signal is aborted. */
export type MakePlan = (spec: Spec, onStep: (step: string) => void, signal: AbortSignal) => Promise<Plan>

/** Plans that are begun before they are asked for. */
export interface Planning {
  /** Begins a plan, in the place of another one that was begun. */
  begin(spec: Spec): void
  /** The plan of a spec, whether it was begun or not. Tells what is being done, from where it is by now. */
  plan(spec: Spec, signal: AbortSignal, onStep: (step: string) => void): Promise<Plan>
  /** Ends what nobody asked for. */
  close(): Promise<void>
}

interface Begun {
  spec: Spec
  steps: string[]
  onStep: (step: string) => void
  made: Promise<Plan>
  end: AbortController
}

/** A plan takes longer than a person needs for the last questions. It writes nothing, so it can be made in advance. */
export function planAhead(make: MakePlan): Planning {
  let begun: Begun | undefined
  const begin = (spec: Spec): Begun => {
    if (begun && isDeepStrictEqual(begun.spec, spec)) return begun
    begun?.end.abort()
    const end = new AbortController()
    const steps: string[] = []
    const one: Begun = {
      spec,
      steps,
      end,
      onStep: () => {},
      made: make(
        spec,
        (step) => {
          steps.push(step)
          one.onStep(step)
        },
        end.signal,
      ),
    }
    // Why it failed is said to who asks for it, and who asks again gets another one.
    one.made.catch(() => {
      if (begun === one) begun = undefined
    })
    begun = one
    return one
  }
  return {
    begin,
    plan: async (spec, signal, onStep) => {
      const one = begin(spec)
      const current = one.steps.at(-1)
      if (current !== undefined) onStep(current)
      one.onStep = onStep
      return unlessAborted(one.made, signal)
    },
    close: async () => {
      begun?.end.abort()
      await begun?.made.catch(() => undefined)
    },
  }
}

/** Who leaves need not wait for a plan. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) return Promise.reject(signal.reason)
  const aborted = once(signal, 'abort').then(() => Promise.reject(signal.reason))
  return Promise.race([work, aborted])
}
