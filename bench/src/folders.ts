import path from 'node:path'

export const root = path.join(import.meta.dirname, '../..')
export const bench = path.join(root, 'bench')
/** Files that a run makes for itself. Git ignores it. */
export const scratch = path.join(bench, '.scratch')
export const prisma = path.join(root, 'prisma')
export const tandemServer = path.join(root, 'dist/main.js')
