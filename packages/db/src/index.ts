export { createDb, type Database } from './create-db.ts'
export type { Role } from './generated/client.ts'
