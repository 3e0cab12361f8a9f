import { randomInt } from 'node:crypto'

/** How often the server is killed. */
export const kills = Number(process.env.KILLS || 20)

/** What decides who does what, and when the server is killed. The same seed makes the same decisions. */
export const seed = Number(process.env.SEED || randomInt(1_000_000))

/** The folder of the programs of a PostgreSQL that has Citus. */
export const citusPrograms = process.env.CITUS_PROGRAMS || undefined

/** How often a worker of a sharded database is killed, and how often it hangs. */
export const outages = Number(process.env.OUTAGES || 1)

/** For how long a service is away. */
export const outageSeconds = Number(process.env.OUTAGE_SECONDS || 10)
