/** Progress goes to standard error. Standard output carries the report alone. */
export function log(line: string): void {
  process.stderr.write(`${line}\n`)
}

export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
