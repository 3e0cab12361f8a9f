import type { Run } from '@tandem/db/types'
import { z } from 'zod'
import { exportOf } from './resource/export.ts'
import { deletedTask, task } from './task/schema.ts'
import { deletedTaskTable, taskTable } from './task/table.ts'

/**
 * The tables of every resource that users own, by their names in the export of an account. A new resource adds its line to
 * both; a test finds a table with an owner that is missing here.
 */
export const resourceExport = {
  tasks: z.array(task),
  deletedTasks: z.array(deletedTask),
}

const EXPORTS = {
  tasks: exportOf(taskTable),
  deletedTasks: exportOf(deletedTaskTable),
}

type Exported = { [Name in keyof typeof resourceExport]: z.infer<(typeof resourceExport)[Name]> }

/** Reads every row of every resource that a user owns. */
export async function exportResources(run: Run, userId: string): Promise<Exported> {
  const names = Object.keys(EXPORTS) as (keyof Exported)[]
  const read: Partial<Exported> = {}
  for (const name of names) Object.assign(read, { [name]: await EXPORTS[name](run, userId) })
  return read as Exported
}
