export { type CreateDbOptions, createDb, type Database, type Db } from './create-db.ts'
export type { RefreshToken, Role, Session, Task, TaskPriority, TaskStatus, User } from './generated/client.ts'
export { Prisma } from './generated/client.ts'
export type { Listener } from './listen/keep-listening.ts'
