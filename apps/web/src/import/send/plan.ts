import { foldCase } from '@tandem/client/quick-add'
import { newId } from '../../api/new-id.ts'
import type { Inputs, Project } from '../../api/trpc.ts'
import { MAX_IN_BULK } from '../../sync/commands/command.ts'
import type { ImportedTask } from '../read/imported-task.ts'

type Operation = Extract<Inputs['task']['bulk']['operations'][number], { type: 'create' }>

/** Tasks that the server takes at once, or not at all. */
export interface Batch {
  /** Sent again after a lost answer, it takes effect once. */
  key: string
  operations: (Operation & { id: string })[]
}

/** All that an import is to make. It has all ids, so that it can be taken back whatever the server answered. */
export interface ImportPlan {
  projects: { id: string; name: string }[]
  batches: Batch[]
  /** The row of the file, by the id of a task. */
  rows: ReadonlyMap<string, number>
}

/** Where tasks go. `named`: each into the project of its row. Otherwise the id of a project, or null for none. */
export type Into = 'named' | { projectId: string | null }

/** The names of projects that are missing, as the file first writes them. */
export function missingProjects(tasks: readonly ImportedTask[], existing: readonly Project[]): string[] {
  const known = new Set(existing.map(({ name }) => foldCase(name)))
  return tasks.flatMap(({ project }) => {
    if (project === undefined || known.has(foldCase(project))) return []
    known.add(foldCase(project))
    return [project]
  })
}

/** Plans an import. A project that exists, whatever the case of its name, is used. */
export function planImport(
  tasks: readonly ImportedTask[],
  into: Into,
  existing: readonly Project[],
): ImportPlan {
  const missing = into === 'named' ? missingProjects(tasks, existing) : []
  const projects = missing.map((name) => ({ id: newId(), name }))
  // Of several with the same name, the first is the one that is in use, where there is one.
  const byUse = existing.toSorted((a, b) => Number(a.archived) - Number(b.archived))
  const idOf = (name: string) =>
    [...byUse, ...projects].find((one) => foldCase(one.name) === foldCase(name))?.id ?? null
  const rows = new Map<string, number>()
  const operations = tasks.map(({ row, task, project }) => {
    const id = newId()
    rows.set(id, row)
    const projectId = into === 'named' ? project && idOf(project) : into.projectId
    return { type: 'create' as const, ...task, id, ...(projectId && { projectId }) }
  })
  const batches: Batch[] = []
  for (let i = 0; i < operations.length; i += MAX_IN_BULK)
    batches.push(batchOf(operations.slice(i, i + MAX_IN_BULK)))
  return { projects, batches, rows }
}

export const batchOf = (operations: Batch['operations']): Batch => ({ key: newId(), operations })
