/** Progress goes to standard error, so that the tables alone are on standard output. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

export function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
