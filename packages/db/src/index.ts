export { createDb, type Database, migrateDatabase } from './create-db.ts'
export type { Role } from './generated/client.ts'
