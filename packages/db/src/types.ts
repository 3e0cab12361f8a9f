/** Types only, for code that is given a database and must not load one. */
import type { Prisma } from './generated/client.ts'

/** The Prisma client, or one of its transactions, in which `$transaction` makes a savepoint. */
export interface Db extends Prisma.TransactionClient {}

export type { Database, DatabaseLoad } from './create-db.ts'
export type { DatabaseTurns } from './database-turns.ts'
export type { Turns } from './engine/turns.ts'
export type { Prisma, ProjectColor, Role, TaskPriority, TaskStatus } from './generated/client.ts'
export type { Listener } from './listen/keep-listening.ts'
export type { WritesOf } from './statements/group-commits.ts'
export type { RunIn } from './statements/in-transaction.ts'
export type { QueryObserver, QueryText } from './statements/observer.ts'
export type { ManyForm, MaxPlaces, Run, Statement } from './statements/statement.ts'
