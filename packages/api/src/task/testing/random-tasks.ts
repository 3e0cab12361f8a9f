import { enums } from '@tandem/db/testing'
import type { Db, Prisma, Run } from '@tandem/db/types'
import type { Services } from '../../core/services.ts'
import { column } from '../../resource/table.ts'
import { type Task, taskPriority, taskStatus } from '../schema.ts'
import { taskTable } from '../table.ts'
import { seededRandom } from './random.ts'

/** Texts that are likely to be quoted, escaped or converted incorrectly. */
export const WORDS = [
  'milk',
  'Éclair',
  '100%',
  'a_b',
  'back\\slash',
  "quote's",
  '"double"',
  '{a,b}',
  'NULL',
  '👩‍💻',
  '\t\n',
  '$1',
  '2026-01-01T00:00:00+00:00',
  'At":"2026-01-01T00:00:00+00:00',
]

/** Random choices and random fields of tasks, in projects if any are given, reproducible by the seed. */
export function randomTasks(seed: number, projects: readonly string[] = []) {
  const below = seededRandom(seed)
  const pick = <T>(items: readonly T[]): T => items[below(items.length)] as T
  const pickSome = <T>(items: readonly T[]): T[] => items.filter(() => below(2) === 0)
  /** Values for the settable fields. */
  const fields = () => {
    const dueAt = pick([
      null,
      new Date(Date.UTC(2026, below(12), below(28), below(24), below(60), below(60), below(1000))),
      new Date('0001-01-01T00:00:00.000Z'),
      new Date('9999-12-31T23:59:59.999Z'),
    ])
    return {
      title: `${pick(WORDS)} ${pick(WORDS)}`.trim() || 'x',
      description: pick([null, '', `${pick(WORDS)} ${pick(WORDS)}`, 'x'.repeat(10_000)]),
      status: pick(taskStatus.options),
      priority: pick(taskPriority.options),
      tags: [...new Set(pickSome(WORDS))],
      dueAt,
      reminder: dueAt && pick([null, 0, 30, 40_320]),
      projectId: pick([null, ...projects]),
    }
  }
  return { below, pick, pickSome, fields }
}

/** As an answer has what Prisma reads. */
function onTheWire(field: string, value: unknown): unknown {
  const { type, values } = column(taskTable, field)
  // Prisma has names of its own for values that are no words, in the same order.
  if (values && typeof value === 'string')
    return values[Object.keys(Reflect.get(enums, type.replaceAll('"', ''))).indexOf(value)]
  if (value instanceof Date) return type === 'date' ? value.toISOString().slice(0, 10) : value.toISOString()
  return type === 'numeric' && value !== null ? String(value) : value
}

/** Reads tasks with Prisma, as a reference for our own statements. */
export async function findWithPrisma(
  db: Db,
  where: Prisma.TaskWhereInput,
  orderBy?: Prisma.TaskOrderByWithRelationInput[],
): Promise<Task[]> {
  const select = Object.fromEntries(taskTable.shown.map((field) => [field, true]))
  const rows = await db.task.findMany({ where, ...(orderBy && { orderBy }), select })
  return rows.map(
    (row) =>
      Object.fromEntries(
        Object.entries(row).map(([field, value]) => [field, onTheWire(field, value)]),
      ) as unknown as Task,
  )
}

/** Where a statement can run. */
export const RUN_MODES = ['the pool', 'a transaction'] as const

/** Returns a function that passes the `Run` of a mode to some work. */
export function runWith(
  { transact, run }: Pick<Services, 'transact' | 'run'>,
  mode: (typeof RUN_MODES)[number],
) {
  return async <T>(work: (run: Run) => Promise<T>): Promise<T> =>
    mode === 'the pool' ? work(run) : transact('any', (_tx, run) => work(run))
}
