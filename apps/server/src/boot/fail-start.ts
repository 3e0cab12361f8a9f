/** A reason not to start that an operator can fix. Printed without a stack, one line per mistake. */
export class StartError extends Error {
  override readonly name: string = 'StartError'
}

/** Prints the reason and exits. Only a bug of ours has a stack. */
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

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof StartError) return error.message
  const variable = 'syscall' in error && 'code' in error ? LISTEN_VARIABLE[String(error.code)] : undefined
  if (variable) return `${variable}: ${error.message.replace(/^(listen|getaddrinfo|bind) /, '')}`
  return error.stack ?? error.message
}
