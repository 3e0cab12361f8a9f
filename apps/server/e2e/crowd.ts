import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Answer, Call, Connection } from './connection.ts'
import { between, type Random } from './random.ts'

const PASSWORD = 'correct horse battery'

/** Below what a task may have. */
const FILES_PER_TASK = 15

export interface Account {
  email: string
  id: string
  isDeleted: boolean
  /** Of the one mail that they asked for to reset their password. */
  reset: 'not asked for' | 'without an answer' | 'accepted'
}

export interface Upload {
  owner: Account
  name: string
  size: number
  sha256: string
  /** Where its bytes are read, and what its store calls it. */
  path: string
  key: string
  isDeleted: boolean
}

/** What people have done, as far as the server has answered. */
export interface Ledger {
  accounts: Account[]
  uploads: Upload[]
  /** Addresses of registrations that were begun. */
  asked: Set<string>
}

interface Life {
  connection: Connection
  random: Random
  ledger: Ledger
  isOver: () => boolean
}

/** People who register, upload, delete and leave, until it is over. Whatever gets no answer, each sends again. */
export async function crowd(people: number, life: Life): Promise<void> {
  await Promise.all(
    Array.from({ length: people }, async () => {
      while (!life.isOver()) await live(life)
    }),
  )
}

/** One account, from its registration to its deletion or to when its owner loses interest. */
async function live(life: Life): Promise<void> {
  const { connection, random, ledger, isOver } = life
  const { account, token } = await register(life)
  const call = (options: Call) => connection.insist({ token, ...options })
  let files = 0
  let folder = ''
  for (let steps = between(random, 3, 25); steps > 0 && !isOver(); steps--) {
    const what = random()
    if (what < 0.1) await askForReset(connection, account)
    else if (what < 0.3) await deleteOne(life, account, call)
    else {
      if (files++ % FILES_PER_TASK === 0) {
        const tasks = `/api/v1/${account.id}/tasks`
        const task = await call({ method: 'POST', path: tasks, json: { title: 'with files' } })
        folder = `${tasks}/${expecting(201, task).id}/files`
      }
      ledger.uploads.push(await upload(life, account, call, folder))
    }
  }
  if (random() < 0.3) {
    // Whoever asks again after it was done has no account any more.
    expecting([204, 401], await call({ method: 'DELETE', path: '/api/v1/users/me' }))
    account.isDeleted = true
  }
}

async function register({ connection, ledger }: Life): Promise<{ account: Account; token: string }> {
  const email = `${randomUUID()}@example.com`
  ledger.asked.add(email)
  const json = { email, name: 'Ada', password: PASSWORD }
  // 409: it was done, and only the answer did not arrive.
  expecting([201, 409], await connection.insist({ method: 'POST', path: '/api/v1/auth/register', json }))
  const grant = { grant_type: 'password', username: email, password: PASSWORD }
  const path = '/api/v1/auth/token'
  const session = expecting(200, await connection.insist({ method: 'POST', path, json: grant }))
  const token = String(session.access_token)
  const me = expecting(200, await connection.insist({ method: 'GET', path: '/api/v1/users/me', token }))
  const account: Account = { email, id: String(me.id), isDeleted: false, reset: 'not asked for' }
  ledger.accounts.push(account)
  return { account, token }
}

/** Once for an account, and without asking again: each accepted request is a mail of its own. */
async function askForReset(connection: Connection, account: Account): Promise<void> {
  if (account.reset !== 'not asked for') return
  account.reset = 'without an answer'
  const json = { email: account.email }
  const answer = await connection.tryOnce({ method: 'POST', path: '/api/v1/auth/password/forgot', json })
  if (!answer) return
  expecting(202, answer)
  account.reset = 'accepted'
}

type Insist = (call: Call) => Promise<Answer>

async function upload({ random }: Life, owner: Account, call: Insist, path: string): Promise<Upload> {
  const name = `${randomUUID()}.txt`
  const content = randomBytes(between(random, 1_000, 400_000)).toString('base64')
  // The same key each time, so that it is one file in the end.
  const headers = { 'idempotency-key': randomUUID() }
  const kept = expecting(201, await call({ method: 'POST', path, headers, file: { name, content } }))
  const sha256 = createHash('sha256').update(content).digest('hex')
  if (kept.sha256 !== sha256) throw new Error(`the answer to an upload has the wrong hash: ${path}`)
  const id = String(kept.id)
  const where = { path: `${path}/${id}`, key: `${owner.id}/${id}` }
  return { owner, name, size: content.length, sha256, ...where, isDeleted: false }
}

async function deleteOne({ random, ledger }: Life, owner: Account, call: Insist): Promise<void> {
  const theirs = ledger.uploads.filter((one) => one.owner === owner && !one.isDeleted)
  const one = theirs[between(random, 0, theirs.length - 1)]
  if (!one) return
  expecting([204, 404], await call({ method: 'DELETE', path: one.path }))
  one.isDeleted = true
}

function expecting(statuses: number | number[], { status, body }: Answer): Record<string, unknown> {
  if ([statuses].flat().includes(status)) return body
  throw new Error(`expected ${statuses}, and the answer is ${status}: ${JSON.stringify(body)}`)
}
