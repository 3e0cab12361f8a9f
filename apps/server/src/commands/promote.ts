import { failStart, StartError } from '../boot/fail-start.ts'
import { openDatabase } from '../boot/start.ts'
import { readEnv } from '../env.ts'

/** `pnpm user:promote <email>`: makes a user an administrator. The first one can only be made this way. */
try {
  const [email] = process.argv.slice(2)
  if (!email) throw new StartError('usage: pnpm user:promote <email>')
  const database = await openDatabase(readEnv())
  try {
    const where = { email: email.trim().toLowerCase() }
    const { count } = await database.client.user.updateMany({ where, data: { role: 'admin' } })
    if (count === 0) throw new StartError(`no user has the e-mail address ${where.email}`)
    // Access tokens hold the old role. The database notifies every running server of the ended sessions.
    await database.client.session.updateMany({
      where: { user: where, revokedAt: null },
      data: { revokedAt: new Date() },
    })
  } finally {
    await database.close()
  }
  process.stdout.write(`${email} is an administrator now, from the next sign-in on\n`)
} catch (error) {
  failStart(error)
}
