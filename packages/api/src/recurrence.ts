/** When a task occurs again, for browsers: what the server itself computes with. Nothing here imports server code. */
export { type Next, nextOccurrence, occurs, type Recurring } from './core/recurrence/next.ts'
export {
  type NumberedDay,
  parseRule,
  type Rule,
  RuleProblem,
  WEEKDAYS,
  type Weekday,
} from './core/recurrence/rule.ts'
export { successorId } from './core/recurrence/successor-id.ts'
export { readUntil, untilOn } from './core/recurrence/until.ts'
