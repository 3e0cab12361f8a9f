import { assignmentsOf, likelyAssignment } from '../answers/assignments.ts'
import { refuseJob, refuseName } from '../rounds/names.ts'

/** `archive sets archived = true runs tellOwner`: what an action is called, what it sets, and the job that follows, as texts. */
export interface ActionLine {
  name: string
  set: string
  /** Empty where nothing follows. */
  job: string
}

/** What comes last of a line. A value that ends in such words is in quotes. */
const RUNS = /\s+runs\s+([^\s"=,]+)$/

/** Reads `archive`, which sets what is likely, or `archive sets archived = true`, or either of them with a job: `runs tellOwner`. */
export function readAction(line: string): ActionLine | { refusal: string } {
  const text = line.trim()
  const [, job = ''] = RUNS.exec(text) ?? []
  const [, name = '', set = ''] =
    /^([^\s:]+)\s*:?(?:\s*(?:sets\s+(?!=))?(\S.*))?$/s.exec(text.replace(RUNS, '')) ?? []
  const refusal = refuseName(name) ?? (job === '' ? undefined : refuseJob(job))
  if (refusal !== undefined) return { refusal }
  if (set === '') return { name, set: likelyAssignment(name), job }
  return assignmentsOf(set)
    ? { name, set, job }
    : {
        refusal: `What ${name} sets is not understood: write ${name} sets field = value, and more after a comma`,
      }
}

export const actionText = ({ name, set, job }: ActionLine) =>
  `${name} sets ${set}${job === '' ? '' : ` runs ${job}`}`
