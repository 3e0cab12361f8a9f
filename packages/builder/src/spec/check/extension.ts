import type { ProjectState } from '../../explore/explore.ts'
import type { Issue } from '../issue.ts'
import { snakeCase } from '../names.ts'
import type { Resource } from '../resource.ts'
import { type FieldSpec, type Spec, spec as specSchema } from '../spec.ts'
import { checkFieldNames, wireName } from './field-names.ts'
import { checkFields } from './fields.ts'

/** What a spec says of a resource that was written by hand: its name, and the fields that it gains. */
const SAID = ['version', 'name', 'fields', 'confirm']

/** Whether a resource that was written by hand can have the fields of a spec. */
export function checkExtension(spec: Spec, resource: Resource, project: ProjectState): Issue[] {
  const issues = [...checkRest(spec, resource), ...checkTaken(resource, project)]
  const refused = resource.fields.flatMap((field, index) => {
    const problem = problemOf(field, resource.names.many)
    return problem ? [{ ...problem, path: ['fields', index, ...problem.path] }] : []
  })
  return [...issues, ...refused, ...checkFieldNames(resource, project), ...checkFields(resource)]
}

/** All but the fields is as it was written. */
function checkRest(spec: Spec, { names }: Resource): Issue[] {
  const words = `${names.one} is there already, and a spec for it says the fields that are added to it and nothing else`
  return Object.keys(specSchema.shape).flatMap((key) => {
    const value = spec[key as keyof Spec]
    const isSaid = SAID.includes(key) || (key === 'plural' && value === names.many)
    return value === undefined || value === false || isSaid
      ? []
      : [{ path: [key], message: `must be left out: ${words}` }]
  })
}

/** What of a field does not go together with what is there. */
function problemOf(field: FieldSpec, many: string): Issue | undefined {
  const path = (key: keyof FieldSpec) => [key]
  if (field.type === 'relation')
    return {
      path: path('type'),
      message: `cannot be "relation" in ${many}, which were written by hand: one that is restored from the trash would point to what is gone. Make a resource that relates to ${many} instead`,
    }
  if (field.type === 'computed')
    return {
      path: path('type'),
      message: `cannot be "computed" in ${many}, which were written by hand: their triggers would take every write for a change`,
    }
  if (field.required)
    return {
      path: path('required'),
      message: `callers that make ${many} already do not give it: leave it out, or give the field a default instead`,
    }
  if (field.unique)
    return {
      path: path('unique'),
      message: `is not for ${many}, which were written by hand: a bulk, and what is restored, would fail halfway`,
    }
  if (field.searchable)
    return {
      path: path('searchable'),
      message: `is not for ${many}, which were written by hand: their search has indexes of its own`,
    }
  return undefined
}

/** Fields, columns and parameters that are there. Those that an earlier spec has added are not in the way. */
function checkTaken(resource: Resource, { targets, specs }: ProjectState): Issue[] {
  const { one } = resource.names
  const byHand = targets.get(one)?.byHand
  const added = specs.get(one)?.fields ?? []
  const own = new Set(added.flatMap((field) => [wireName(field), snakeCase(wireName(field))]))
  const fields = new Set(byHand?.fields.filter((name) => !own.has(name)).map((name) => name.toLowerCase()))
  const ownParameters = new Set(added.flatMap(parametersOf))
  const parameters = new Set(byHand?.parameters.filter((name) => !ownParameters.has(name)))
  return resource.fields.flatMap((field, index) => {
    const wire = wireName(field)
    const path = ['fields', index, 'name']
    if ([wire.toLowerCase(), snakeCase(wire)].some((name) => fields.has(name)))
      return [{ path, message: `is a field of ${one} already: a spec says what is added to it` }]
    const taken = parametersOf(field).find((name) => parameters.has(name))
    return taken === undefined
      ? []
      : [
          {
            path: ['fields', index, 'filterable'],
            message: `its parameter ${taken} is one of the list already`,
          },
        ]
  })
}

const parametersOf = (field: FieldSpec): string[] => {
  const name = wireName(field)
  return field.filterable ? [name, `${name}Min`, `${name}Max`] : []
}
