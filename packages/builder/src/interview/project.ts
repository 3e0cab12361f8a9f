import type { Spec } from '../spec/spec.ts'

/** What the interview has to know of the project. Names are singular, in camelCase. */
export interface Project {
  /** The owned top-level resources. */
  parents: readonly string[]
  /** What a relation can point to. */
  models: readonly string[]
  /** What specs have made, and can be changed. */
  extendable: readonly Spec[]
  /** What was written by hand: a spec of its name adds fields to it. Empty at first, or with what one has added before. */
  byHand: readonly Spec[]
}

/** Something in a spec that cannot be taken. */
export interface Issue {
  path: readonly PropertyKey[]
  message: string
  /** What to write instead. */
  suggestion?: string | undefined
}

export interface PlannedFile {
  path: string
  action: 'create' | 'edit' | 'merge' | 'conflict'
  diff: string
}

/** What would be written, the SQL of a migration included. */
export interface Plan {
  files: readonly PlannedFile[]
  /** Of the migration, where there is one. */
  sql?: string | undefined
}

/** What the interview asks of the builder. */
export interface Engine {
  project: Project
  /** What cannot be taken of a spec, of which the later parts may be missing. */
  check(spec: Spec): readonly Issue[] | Promise<readonly Issue[]>
  /** What will most likely be planned, so that it can be begun while the person answers on. It is planned or it is not. */
  foresee?(spec: Spec): void
  /** `onStep` is told what is being done, as it begins. */
  plan(spec: Spec, signal: AbortSignal, onStep: (step: string) => void): Promise<Plan>
}
