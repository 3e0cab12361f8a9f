import type { Db, Prisma, Run } from '@tandem/db/types'
import { runIn } from '../../persistence/transaction.ts'
import { type Task, taskPriority, taskStatus } from '../schema.ts'

/** Numbers below n, the same in every run. */
function generator(seed: number) {
  let state = seed
  return (n: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff
    return Math.floor((state / 2 ** 31) * n)
  }
}

export const below = generator(11)
export const one = <T>(items: readonly T[]): T => items[below(items.length)] as T
export const some = <T>(items: readonly T[]): T[] => items.filter(() => below(2) === 0)
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

/** Fields of a task, of every kind a caller may give. */
export const anyFields = () => ({
  title: `${one(WORDS)} ${one(WORDS)}`.trim() || 'x',
  description: one([null, '', `${one(WORDS)} ${one(WORDS)}`, 'x'.repeat(10_000)]),
  status: one(taskStatus.options),
  priority: one(taskPriority.options),
  tags: [...new Set(some(WORDS))],
  dueAt: one([
    null,
    new Date(Date.UTC(2026, below(12), below(28), below(24), below(60), below(60), below(1000))),
    new Date('0001-01-01T00:00:00.000Z'),
    new Date('9999-12-31T23:59:59.999Z'),
  ]),
})

const SELECT = {
  id: true,
  title: true,
  description: true,
  status: true,
  priority: true,
  tags: true,
  dueAt: true,
  completedAt: true,
  version: true,
  createdAt: true,
  updatedAt: true,
} satisfies Prisma.TaskSelect

/** Tasks as Prisma reads them: what our own statements are compared with. */
export async function throughPrisma(
  db: Db,
  where: Prisma.TaskWhereInput,
  orderBy?: Prisma.TaskOrderByWithRelationInput[],
): Promise<Task[]> {
  const rows = await db.task.findMany({ where, ...(orderBy && { orderBy }), select: SELECT })
  return rows.map(({ dueAt, completedAt, createdAt, updatedAt, ...rest }) => ({
    ...rest,
    dueAt: dueAt?.toISOString() ?? null,
    completedAt: completedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }))
}

/** Both ways to run a statement: over the pool, and inside a transaction of Prisma's. */
export const WAYS_TO_RUN = ['the pool', 'a transaction'] as const

/** Does some work with statements run in one of the {@link WAYS_TO_RUN}. */
export function runner({ db, run }: { db: Db; run: Run }, way: (typeof WAYS_TO_RUN)[number]) {
  return async <T>(work: (run: Run) => Promise<T>): Promise<T> =>
    way === 'the pool' ? work(run) : db.$transaction((tx) => work(runIn(tx)))
}
