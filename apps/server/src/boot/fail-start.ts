/** A reason not to start that an operator can fix. Printed without a stack, one line per mistake. */
export class StartError extends Error {
  override readonly name: string = 'StartError'
}

/** Prints the reason and exits. Only a bug of ours has a stack. */
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
