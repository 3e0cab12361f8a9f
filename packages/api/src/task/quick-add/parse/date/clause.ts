import type { Line } from './line.ts'
import type { Run } from './run.ts'

const PRONOUN = `(?:i|we|they|he|she|it)(?:['’][a-z]+)?`
/** `Tell Joe I can't make it friday` */
const REPORT = new RegExp(
  `^(?:please )?(?:tell|text|message|email|warn|inform|let)(?: [^ ]+){1,3} (?:that|${PRONOUN})(?![^ ])`,
)
/** `No meetings on Fridays` */
const NEGATION = /^(?:no|never)(?![^ ])/

/** Whether a run belongs to what is to be told, or to what is not to happen, and not to when the task is due. */
export function isInClause({ text, starts }: Line, { first, phrases }: Run): boolean {
  const before = text.slice(0, starts[first]).trimEnd()
  const clause = before.slice(Math.max(before.lastIndexOf(','), before.lastIndexOf('|')) + 1).trimStart()
  return REPORT.test(clause) || (NEGATION.test(clause) && phrases.some(({ kind }) => kind === 'rule'))
}
