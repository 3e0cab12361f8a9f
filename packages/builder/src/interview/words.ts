import type { ActionSpec, Spec } from '../spec/spec.ts'
import { assignmentsText, type Literal } from './answers/assignments.ts'
import type { Issue } from './project.ts'
import { TYPE_OPTIONS } from './rounds/field-types.ts'

/**
 * What the checks refuse, for a person who answers questions and has seen no spec: it begins with what it is about, by its
 * name or by the label of the question that decides it.
 */
export function wordsOf({ path, message, suggestion }: Issue, spec: Spec, label: string | undefined): string {
  const words = `${subjectOf(path, spec, label)}${message}`
  const fitting = fittingType(path, spec)
  const hint = suggestion === undefined ? '' : ` (try ${suggestion})`
  return `${words}${hint}${fitting === undefined ? '' : `. ${fitting}`}`
}

function subjectOf(path: Issue['path'], spec: Spec, label: string | undefined): string {
  const [part, index, attribute] = path
  // The message has the name in it.
  if (part === undefined || part === 'name' || part === 'plural') return ''
  if (part === 'fields' && index === undefined) return `${spec.name}: `
  const field = part === 'fields' ? spec.fields[Number(index)] : undefined
  if (field) {
    const isWhole = attribute === undefined || attribute === 'name' || attribute === 'type'
    return `${field.name}${isWhole ? '' : `, ${(label ?? String(attribute)).toLowerCase()}`}: `
  }
  const action = actionAt(path, spec)
  if (action) {
    const set = assignmentAt(path, action)
    return set
      ? `${action.name} sets ${assignmentsText({ [set.name]: set.value })}, and ${set.name} `
      : `${action.name}: `
  }
  return `${label ?? path.map(String).join('.')}: `
}

/** Which type a field would have for the value that an action sets. */
function fittingType(path: Issue['path'], spec: Spec): string | undefined {
  const action = actionAt(path, spec)
  const set = action && assignmentAt(path, action)
  const field = spec.fields.find(({ name }) => name === set?.name)
  if (!set || !field) return undefined
  const type =
    typeof set.value === 'boolean' ? 'boolean' : Number.isInteger(set.value) ? 'integer' : undefined
  const option = TYPE_OPTIONS.find(({ value }) => value === type && value !== field.type)
  return option && `The type ${option.value} takes ${set.value}`
}

const actionAt = ([part, index]: Issue['path'], spec: Spec): ActionSpec | undefined =>
  part === 'actions' ? spec.actions?.[Number(index)] : undefined

function assignmentAt(
  [, , attribute, key]: Issue['path'],
  { set }: ActionSpec,
): { name: string; value: Literal } | undefined {
  const name = String(key)
  const value = set[name]
  return attribute === 'set' && key !== undefined && value !== undefined ? { name, value } : undefined
}
