/** The variables of this command; nothing else here reads the environment. */

// biome-ignore lint/style/noProcessEnv: this is the one place
const variables = process.env

export const BENCH_DATABASE_URL = variables.BENCH_DATABASE_URL || undefined

/** What a child process needs to find its programs, and nothing else of this shell's. */
export const childEnvironment: Record<string, string> = {
  PATH: variables.PATH ?? '',
  HOME: variables.HOME ?? '',
}
