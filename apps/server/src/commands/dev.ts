import { failStart } from '../boot/fail-start.ts'
import { start } from '../boot/start.ts'
import { summary } from '../boot/summary.ts'
import { readEnv } from '../env.ts'
import { openFiles } from '../files/open-files.ts'
import { createLog } from '../http/log.ts'
import { DEMO, seedDemo } from './demo.ts'

try {
  const env = readEnv()
  // Nothing balances load over a development server, and every saved file restarts it.
  const running = await start(
    { ...env, DRAIN_DELAY: 0 },
    {
      prepare: async (database) => {
        if ((await database.client.user.count()) > 0) return
        await seedDemo(database, await openFiles(env, database.client, createLog(env)))
      },
    },
  )
  process.stdout.write(
    `${summary(env, running)}  Sign in as ${DEMO.email} with the password ${DEMO.password}\n\n`,
  )
} catch (error) {
  failStart(error)
}
