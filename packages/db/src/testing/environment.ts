/** A Citus cluster, by a database of its coordinator that knows its workers. The tests' databases are sharded then. */
export const testCitusUrl = process.env.TEST_CITUS_URL || undefined

/** The server that tests use instead of PGlite; undefined when neither that nor TEST_DATABASE_URL is set. */
export const testServerUrl = testCitusUrl ?? (process.env.TEST_DATABASE_URL || undefined)

/** A pooler in transaction mode before that server, which the tests' own databases and servers then use. */
export const testPoolerUrl = process.env.TEST_POOLER_URL || undefined

/** Whether the tests' databases run their statements as a database sharded by user needs them: in their scalar form, and alone. */
export const testsScalarForm = process.env.TEST_SCALAR_FORM === 'true'

/** The engine of `createTestDb`: PGlite in memory, or PostgreSQL if a variable names a server. */
export const testEngine = testServerUrl ? 'postgresql' : 'pglite'

type Variables = Record<string, string>

/** The environment of a server: it reaches a database on the test server through the pooler, if there is one. */
export function throughPooler(variables: Variables): Variables {
  const { DATABASE_URL } = variables
  if (!testPoolerUrl || !testServerUrl || !DATABASE_URL) return variables
  const { host, pathname } = new URL(DATABASE_URL)
  if (host !== new URL(testServerUrl).host) return variables
  const pooled = Object.assign(new URL(testPoolerUrl), { pathname }).href
  return { ...variables, DATABASE_URL: pooled, DIRECT_DATABASE_URL: DATABASE_URL }
}
