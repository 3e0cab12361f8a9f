/** What an export is made of and an import fills, on both engines. */
export { type Restoring, restore } from './restore.ts'
export { type Snapshot, type StoredFile, withSnapshot } from './snapshot.ts'
