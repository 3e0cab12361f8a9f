/** What keeps the server from starting and a person can mend: told by its message alone, a line for each mistake. */
export class StartError extends Error {
  override readonly name: string = 'StartError'
}

/** Ends the process with the reason; with a stack only where the mistake is our own. */
export function failStart(error: unknown): never {
  process.stderr.write(`Tandem cannot start\n${explain(error).replace(/^/gm, '  ')}\n`)
  process.exit(1)
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof StartError) return error.message
  if ('code' in error && error.code === 'EADDRINUSE') {
    return `PORT: ${error.message.replace('listen EADDRINUSE: ', '')}`
  }
  return error.stack ?? error.message
}
