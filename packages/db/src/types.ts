/** Types alone, for code that works with a database it is given and must not load one. */
export type { Database } from './create-db.ts'
export type { Prisma, PrismaClient as Db, Role, TaskPriority, TaskStatus } from './generated/client.ts'
export type { Listener } from './listening.ts'
