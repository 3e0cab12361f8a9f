export { TABLES_ON_EVERY_SERVER, tablesByUser } from './user-tables.ts'
