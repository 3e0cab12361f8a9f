import { failStart } from '../boot/fail-start.ts'
import { openDatabase } from '../boot/start.ts'
import { readEnv } from '../env.ts'
import { openFiles } from '../files/open-files.ts'
import { createLog } from '../http/log.ts'
import { DEMO, seedDemo } from './demo.ts'

try {
  const env = readEnv()
  const database = await openDatabase(env)
  const seeded = await seedDemo(database, await openFiles(env, database.client, createLog(env)))
  await database.close()
  const said = seeded
    ? `made ${DEMO.email} with the password ${DEMO.password}`
    : `${DEMO.email} is there already`
  process.stdout.write(`${said} (${database.location})\n`)
} catch (error) {
  failStart(error)
}
