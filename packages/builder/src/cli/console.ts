/** Where a command writes, and whether somebody can be asked. */
export interface Console {
  /** Progress and results. To stderr where stdout is for JSON alone. */
  say(line: string): void
  /** What is being done, for a person who waits: to a terminal only, and never beside JSON. */
  progress(line: string): void
  /** Mistakes. */
  complain(line: string): void
  /** The JSON that was asked for. */
  print(value: object): void
  /** Both sides are a terminal, and nobody said not to ask. */
  canAsk: boolean
  /** Without colours. */
  isPlain: boolean
}

interface Options {
  isJson: boolean
  isYes: boolean
  isCi: boolean
  isPlain: boolean
}

export function consoleOf({ isJson, isYes, isCi, isPlain }: Options): Console {
  const write = (stream: NodeJS.WriteStream, line: string) => void stream.write(`${line}\n`)
  return {
    say: (line) => write(isJson ? process.stderr : process.stdout, line),
    progress: (line) => {
      if (!isJson && process.stdout.isTTY) write(process.stdout, line)
    },
    complain: (line) => write(process.stderr, line),
    print: (value) => write(process.stdout, JSON.stringify(value, null, 2)),
    canAsk: process.stdin.isTTY && process.stdout.isTTY && !isYes && !isCi,
    isPlain,
  }
}
