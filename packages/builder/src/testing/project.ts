import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Plan, PlanOptions } from '../plan/plan.ts'
import { testRenderer } from './renderer.ts'

const repository = path.resolve(import.meta.dirname, '../../../..')

const FILES: Record<string, string> = {
  '.gitignore': 'node_modules\n.data/\n',
  'biome.json':
    '{ "formatter": { "indentStyle": "space" }, "javascript": { "formatter": { "quoteStyle": "single", "semicolons": "asNeeded" } } }\n',
  'prisma/schema.prisma': `datasource db {
  provider = "postgresql"
}

model Revision {
  userId String @id @map("user_id") @db.Uuid

  @@map("revisions")
}

model Task {
  userId String @map("user_id") @db.Uuid
  id     String @db.Uuid
  title  String

  @@id([userId, id])
  @@map("tasks")
}
`,
  'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
  'prisma/migrations/20260101000000_init/migration.sql': `CREATE TABLE "revisions" ("user_id" UUID NOT NULL, CONSTRAINT "revisions_pkey" PRIMARY KEY ("user_id"));
CREATE TABLE "tasks" ("user_id" UUID NOT NULL, "id" UUID NOT NULL, "title" TEXT NOT NULL, CONSTRAINT "tasks_pkey" PRIMARY KEY ("user_id", "id"));
`,
  'packages/api/src/router.ts': `import { taskRouter } from './task/router.ts'
// more imports

export const procedures = {
  task: taskRouter,
  // more routers
}
`,
  'packages/api/src/task/router.ts': 'export const taskRouter = {}\n',
  'packages/api/src/core/scopes.ts': `const RESOURCES = [
  'tasks',
  // more scopes
] as const
`,
  'packages/api/src/resources.ts': 'export const owned = { tasks: 1 }\n',
  'apps/server/openapi.json': `${JSON.stringify({ paths: { '/api/v1/{userId}/tasks': { get: { parameters: [{ name: 'overdue', in: 'query' }] } }, '/api/v1/users': {} }, components: { schemas: { Task: {}, TaskPage: {} } } })}\n`,
}

/** A small project in a folder of its own, in which everything is real but the generators. */
export interface TestProject {
  root: string
  /** A folder for an embedded database, which is not there yet. */
  dataDir: string
  options: PlanOptions
  read(file: string): string
  write(file: string, text: string): void
  git(...args: string[]): string
  commit(): void
  /** Every file but those that Git ignores. */
  tree(): Record<string, string>
  remove(): void
}

export function createProject(files: Record<string, string> = {}): TestProject {
  const root = mkdtempSync(path.join(tmpdir(), 'tandem-builder-'))
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
    writeFileSync(path.join(root, file), text)
  }
  for (const [file, text] of Object.entries({ ...FILES, ...files })) write(file, text)
  symlinkSync(path.join(repository, 'node_modules'), path.join(root, 'node_modules'))
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' })
  git('init', '--quiet', '--initial-branch=main')
  const commit = () => {
    git('add', '--all')
    git('-c', 'user.name=Test', '-c', 'user.email=test@example.com', 'commit', '--quiet', '--message=State')
  }
  commit()
  const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
  return {
    root,
    dataDir: path.join(root, '.data'),
    // What the real generators do is tried on the real project.
    options: { root, renderer: testRenderer, generate: async () => [] },
    read,
    write,
    git,
    commit,
    tree: () => {
      const names = git('ls-files', '--cached', '--others', '--exclude-standard').split('\n')
      const present = names.filter((name) => name && existsSync(path.join(root, name)))
      return Object.fromEntries(present.sort().map((name) => [name, read(name)]))
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}

/** The paths of a plan, each with what becomes of it. */
export const actionsOf = ({ changes }: Plan) =>
  Object.fromEntries(
    changes.map(({ path: file, action, after }) => [file, after === undefined ? 'remove' : action]),
  )
