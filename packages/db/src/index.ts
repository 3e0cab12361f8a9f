export { createDb, type Database, loadEngine, migrateDatabase } from './create-db.ts'
export type { Role } from './generated/client.ts'
