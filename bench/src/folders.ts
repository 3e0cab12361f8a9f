import path from 'node:path'

export const root = path.join(import.meta.dirname, '../..')
export const bench = path.join(root, 'bench')
/** Whatever a run makes for itself; not in git. */
export const scratch = path.join(bench, '.scratch')
export const migrations = path.join(root, 'prisma/migrations')
export const tandemServer = path.join(root, 'apps/server/dist/main.js')
