/** The bench's environment variables. Its other files do not read the environment. */

// biome-ignore lint/style/noProcessEnv: the bench reads the environment here only
const variables = process.env

export const BENCH_DATABASE_URL = variables.BENCH_DATABASE_URL || undefined

/** What a child process needs to find its programs. It gets no other variable of this shell. */
export const childEnvironment: Record<string, string> = {
  PATH: variables.PATH ?? '',
  HOME: variables.HOME ?? '',
}
