import { expect, test } from 'vitest'
import { targetsByHand } from './by-hand.ts'
import { readSchema } from './prisma-schema.ts'

const modelOf = (name: string, table: string) => `model ${name} {
  userId String @map("user_id") @db.Uuid
  id     String @db.Uuid

  @@id([userId, id])
  @@map("${table}")
}
`

test('what was written by hand below another resource is not at the top', () => {
  const targets = targetsByHand({
    schema: readSchema(
      `datasource db {\n  provider = "postgresql"\n}\n${modelOf('Task', 'tasks')}${modelOf('File', 'files')}`,
    ),
    routers: ['task', 'file'],
    paths: {
      '/api/v1/{userId}/tasks': { get: {} },
      '/api/v1/{userId}/tasks/{id}/complete': {},
      '/api/v1/{userId}/tasks/{taskId}/files': { get: {} },
    },
    web: '',
    migrations: [],
  })
  expect(targets.get('task')?.target.parent).toBeUndefined()
  expect(targets.get('file')?.target.parent).toMatchObject({ one: 'task', many: 'tasks' })
})
