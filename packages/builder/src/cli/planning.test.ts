import { expect, it } from 'vitest'
import type { Plan } from '../plan/plan.ts'
import type { Spec } from '../spec/spec.ts'
import { type MakePlan, planAhead } from './planning.ts'

const specOf = (name: string): Spec => ({ version: 1, name, fields: [] })
const planOf = (spec: Spec): Plan => ({
  spec,
  changes: [],
  migration: null,
  commands: [],
  kept: [],
  trouble: undefined,
  dirty: [],
})
const unwanted = new AbortController().signal

/** Plans that end when they are told to, or when nobody wants them any more. */
function maker() {
  const begun: { spec: Spec; step(text: string): void; end(): void; fail(): void; signal: AbortSignal }[] = []
  const make: MakePlan = (spec, onStep, signal) =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
      const fail = () => reject(new Error('no room'))
      begun.push({ spec, step: onStep, end: () => resolve(planOf(spec)), fail, signal })
    })
  return { begun, planning: planAhead(make) }
}

it('a plan that was begun is not made twice, and says where it is', async () => {
  const { begun, planning } = maker()
  planning.begin(specOf('note'))
  planning.begin(specOf('note'))
  begun[0]?.step('copying')
  begun[0]?.step('trying')
  const steps: string[] = []
  const plan = planning.plan(specOf('note'), unwanted, (step) => steps.push(step))
  begun[0]?.step('generating')
  begun[0]?.end()
  expect((await plan).spec.name).toBe('note')
  expect(steps).toEqual(['trying', 'generating'])
  expect(begun).toHaveLength(1)
})

it('a plan of something else ends the one that was begun', async () => {
  const { begun, planning } = maker()
  planning.begin(specOf('note'))
  const plan = planning.plan(specOf('book'), unwanted, () => {})
  begun[1]?.end()
  expect((await plan).spec.name).toBe('book')
  expect(begun.map(({ signal }) => signal.aborted)).toEqual([true, false])
})

it('a plan that failed is made again for who asks again', async () => {
  const { begun, planning } = maker()
  planning.begin(specOf('note'))
  const first = planning.plan(specOf('note'), unwanted, () => {})
  begun[0]?.fail()
  await expect(first).rejects.toThrow('no room')
  const second = planning.plan(specOf('note'), unwanted, () => {})
  begun[1]?.end()
  expect((await second).spec.name).toBe('note')
})

it('who leaves does not wait, and the plan is ended', async () => {
  const { begun, planning } = maker()
  const left = new AbortController()
  const plan = planning.plan(specOf('note'), left.signal, () => {})
  left.abort()
  await expect(plan).rejects.toThrow('aborted')
  await planning.close()
  expect(begun[0]?.signal.aborted).toBe(true)
})
