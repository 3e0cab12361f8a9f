declare module '@bcoe/v8-coverage' {
  import type { Profiler } from 'node:inspector'

  /** What Node writes of a process. */
  export interface ProcessCov {
    result: Profiler.ScriptCoverage[]
  }
  export function mergeProcessCovs(all: readonly ProcessCov[]): ProcessCov
}
