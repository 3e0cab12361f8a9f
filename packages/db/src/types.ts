/** Types alone, for code that works with a database it is given and must not load one. */
export type { Prisma, PrismaClient as Db, Role, TaskPriority, TaskStatus } from './generated/client.ts'
