import path from 'node:path'

/** A reason not to start that an operator can fix. Printed without a stack, one line per mistake. */
export class StartError extends Error {
  override readonly name: string = 'StartError'
}

/** Prints the reason and exits. */
export function failStart(error: unknown): never {
  process.stderr.write(`Tandem cannot start\n${explain(error).replace(/^/gm, '  ')}\n`)
  process.exit(1)
}

/** The variable behind an address that cannot be listened at, by the code of the error. */
const LISTEN_VARIABLE: Record<string, string> = {
  EADDRINUSE: 'PORT',
  EACCES: 'PORT',
  EADDRNOTAVAIL: 'HOST',
  ENOTFOUND: 'HOST',
  EAI_AGAIN: 'HOST',
}

/** What an operator is told: only a bug of ours has a stack. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof StartError) return error.message
  const variable = 'syscall' in error && 'code' in error ? LISTEN_VARIABLE[String(error.code)] : undefined
  if (variable) return `${variable}: ${error.message.replace(/^(listen|getaddrinfo|bind) /, '')}`
  return missingPart(error) ?? error.stack ?? error.message
}

/** The error as a mistake in DATA_DIR, where a file or folder in it cannot be used. */
export function inDataDir(error: unknown, dataDir: string): StartError | undefined {
  if (!(error instanceof Error)) return undefined
  const isInside = 'path' in error && isWithin(path.resolve(dataDir), path.resolve(String(error.path)))
  if (isInside) return new StartError(`DATA_DIR: ${error.message}`, { cause: error })
  return inDataDir(error.cause, dataDir)
}

function isWithin(folder: string, file: string): boolean {
  return file === folder || file.startsWith(folder + path.sep)
}

/** The message alone, for errors of which the text is made for operators. */
export function messageOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  return missingPart(cause) ?? cause.message
}

const MISSING = ['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND', 'ENOENT']

/** The folder was copied in part, or to a machine of another kind. */
function missingPart(error: Error): string | undefined {
  const name = nameOfMissing(error)
  return name && `a part of the server's folder is missing: ${name}`
}

function nameOfMissing(error: Error): string | undefined {
  if (/cannot find native binding/i.test(error.message))
    return `the binary that hashes passwords, for ${process.platform} on ${process.arch}. Build the folder on such a machine`
  return 'code' in error && MISSING.includes(String(error.code)) ? error.message.split('\n')[0] : undefined
}
