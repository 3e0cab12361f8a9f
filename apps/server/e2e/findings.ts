import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { listJobs } from '@tandem/api'
import type { Database } from '@tandem/db'
import type { Received } from '../src/testing/services/smtp.ts'
import type { Ledger, Upload } from './crowd.ts'

const WELCOME = 'Welcome to Tandem'
const RESET = 'Reset your password'

/** The files that there have to be. */
export function keptUploads({ uploads }: Ledger): Upload[] {
  return uploads.filter(({ owner, isDeleted }) => !isDeleted && !owner.isDeleted)
}

/** Every file below a folder, by its path there. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => path.relative(folder, path.join(parentPath, name)))
    .sort()
}

/** Where the store on disk has the bytes of a key. */
export function placeOf(key: string): string {
  return path.join(key.slice(0, 6), key)
}

/** What is wrong with the mails, each in a line. */
export function wrongMails({ accounts, asked }: Ledger, received: readonly Received[]): string[] {
  /** The Message-IDs that an address got for a subject. */
  const ids = new Map<string, Set<string>>()
  for (const { mail, recipients } of received) {
    const about = `${recipients.join()} ${mail.subject}`
    ids.set(about, (ids.get(about) ?? new Set()).add(mail.messageId ?? 'none'))
  }
  const wrong: string[] = []
  const unfinished = new Set(asked)
  const expectMails = (about: string, least: number, most: number) => {
    const count = ids.get(about)?.size ?? 0
    ids.delete(about)
    if (count < least) wrong.push(`lost: ${about}`)
    if (count > most) wrong.push(`${count} Message-IDs: ${about}`)
  }
  for (const { email, isDeleted, reset } of accounts) {
    // A mail that is due when its account is deleted is not sent.
    expectMails(`${email} ${WELCOME}`, isDeleted ? 0 : 1, 1)
    expectMails(
      `${email} ${RESET}`,
      reset === 'accepted' && !isDeleted ? 1 : 0,
      reset === 'not asked for' ? 0 : 1,
    )
    unfinished.delete(email)
  }
  for (const about of ids.keys()) wrong.push(`nobody asked for: ${about}`)
  for (const email of unfinished) wrong.push(`never ended: the registration of ${email}`)
  return wrong
}

/** What is wrong with files and their rows, each in a line. */
export async function wrongFiles(ledger: Ledger, { client }: Database, folder: string): Promise<string[]> {
  const wrong: string[] = []
  const rows = await client.file.findMany({
    select: { userId: true, id: true, name: true, size: true, sha256: true },
  })
  const byKey = new Map(rows.map((row) => [`${row.userId}/${row.id}`, row]))
  const places = new Set(await filesBelow(folder))
  for (const { key, name, size, sha256 } of keptUploads(ledger)) {
    const row = byKey.get(key)
    byKey.delete(key)
    places.delete(placeOf(key))
    if (row?.name !== name || row.sha256 !== sha256 || Number(row.size) !== size)
      wrong.push(`no row as it was answered: ${key}`)
    const bytes = await readFile(path.join(folder, placeOf(key))).catch(() => Buffer.of())
    if (createHash('sha256').update(bytes).digest('hex') !== sha256)
      wrong.push(`no bytes as they were sent: ${key}`)
  }
  for (const key of byKey.keys()) wrong.push(`a row that nobody knows: ${key}`)
  for (const place of places) wrong.push(`bytes that belong to nothing: ${place}`)
  const waiting = await client.fileRemoval.count()
  if (waiting > 0) wrong.push(`${waiting} removals that were not made`)
  return wrong
}

/** What is wrong with accounts and with the queue of a server that was stopped, each in a line. */
export async function wrongRecords({ accounts }: Ledger, { client }: Database): Promise<string[]> {
  const rows = await client.user.findMany({ select: { email: true } })
  const emails = new Set(rows.map(({ email }) => email))
  const wrong = accounts
    .filter(({ email, isDeleted }) => emails.has(email) === isDeleted)
    .map(({ email, isDeleted }) => `${isDeleted ? 'still there' : 'lost'}: ${email}`)
  for (const unwanted of ['dead', 'running'] as const)
    for (const { name, state, error } of await listJobs(client, { state: unwanted }))
      wrong.push(`a ${state} job: ${name}, ${error}`)
  return wrong
}
