import { failStart, StartError } from '../boot/fail-start.ts'
import { openDatabase } from '../boot/start.ts'
import { readEnv } from '../env.ts'

/** `pnpm user:promote <email>`: makes the first administrator, whom no administrator is there yet to promote. */
try {
  const [email] = process.argv.slice(2)
  if (!email) throw new StartError('usage: pnpm user:promote <email>')
  const database = await openDatabase(readEnv())
  try {
    const where = { email: email.trim().toLowerCase() }
    const { count } = await database.client.user.updateMany({ where, data: { role: 'admin' } })
    if (count === 0) throw new StartError(`no user has the e-mail address ${where.email}`)
    // Its access tokens still say what it was; ended here, every running server hears of it.
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
