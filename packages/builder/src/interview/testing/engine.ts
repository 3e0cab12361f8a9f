import type { Spec } from '../../spec/spec.ts'
import type { Engine, Issue, Project } from '../project.ts'

export const NOTE: Spec = {
  version: 1,
  name: 'note',
  parent: 'task',
  actions: [{ name: 'pin', set: { pinned: true } }],
  fields: [
    { name: 'body', type: 'text', required: true, min: 1, max: 10_000, searchable: true },
    { name: 'pinned', type: 'boolean', default: false, filterable: true },
  ],
}

export const PROJECT: Project = {
  parents: ['task', 'project'],
  models: ['task', 'project', 'user'],
  extendable: [NOTE],
  byHand: [{ version: 1, name: 'task', fields: [] }],
}

/** An engine with a few rules of the real one, which writes nothing. */
export function testEngine(project: Project = PROJECT): Engine {
  return {
    project,
    check: issuesOf,
    plan: async (spec, _signal, onStep) => {
      onStep('Trying the migration')
      return {
        files: [
          { path: `packages/api/src/${spec.name}/schema.ts`, action: 'create', diff: '+ schema' },
          { path: 'prisma/schema.prisma', action: 'edit', diff: '+ model' },
        ],
        sql: `CREATE TABLE "${spec.name}s" ();\n`,
      }
    },
  }
}

function issuesOf(spec: Spec): Issue[] {
  const names = spec.fields.map(({ name }) => name)
  return [
    ...(spec.name === 'class'
      ? [{ path: ['name'], message: 'class is a reserved word of TypeScript', suggestion: 'classItem' }]
      : []),
    ...names.flatMap((name, index) =>
      name === 'id' || names.indexOf(name) < index
        ? [{ path: ['fields', index, 'name'], message: 'is there already' }]
        : [],
    ),
    ...(spec.actions ?? []).flatMap(({ set }, index) =>
      spec.fields
        .filter(({ name, type }) => typeof set[name] === 'boolean' && type !== 'boolean')
        .map(({ name, type }) => ({
          path: ['actions', index, 'set', name],
          message: `must be of type ${type}`,
        })),
    ),
    ...(spec.fields.length === 0 ? [{ path: ['fields'], message: 'needs a field' }] : []),
    ...(spec.parent !== undefined && spec.access?.read !== undefined && spec.access.write !== undefined
      ? [{ path: ['parent'], message: 'what is under a task has an owner' }]
      : []),
  ]
}
