import { randomUUID } from 'node:crypto'
import { createDb } from '../../create-db.ts'
import { createTestUser } from '../../testing/testing.ts'

// Creates tasks until it is killed, and prints the id of each once the database has acknowledged it.
const { client } = await createDb(undefined, { dataDir: process.argv[2] })
const { id: userId } = await createTestUser(client)
for (;;) {
  const { id } = await client.task.create({ data: { userId, id: randomUUID(), title: 'a task' } })
  process.stdout.write(`${id}\n`)
}
