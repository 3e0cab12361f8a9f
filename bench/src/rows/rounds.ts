import type { Dataset } from '../dataset/dataset.ts'
import { SERVERS, type Server, type ServerName, startServer } from '../launch/server-process.ts'
import { say } from '../log.ts'
import type { Cores } from '../machine/cores.ts'
import type { TaskIds } from '../operations/workload.ts'
import type { Options } from '../options.ts'
import { collectAnswers, differences } from './check-responses.ts'
import { measureServers, type Sample } from './measure.ts'

export interface Course {
  options: Options
  cores: Cores
  dataset: Dataset
  ids: TaskIds
}

/** A server over a fresh copy of the data, for as long as it is used. */
export async function withServer<T>(
  { dataset, cores }: Pick<Course, 'dataset' | 'cores'>,
  name: ServerName,
  use: (server: Server, databaseUrl: string) => Promise<T>,
): Promise<T> {
  const url = await dataset.fresh(name)
  const server = await startServer(name, url, cores.server)
  try {
    return await use(server, url)
  } finally {
    await server.stop()
  }
}

/** Compares what the servers answer, before anything is measured. Returns a line for each difference. */
export async function checkAnswers(course: Course): Promise<string[]> {
  const answers = new Map<ServerName, Awaited<ReturnType<typeof collectAnswers>>>()
  for (const name of SERVERS) {
    say(`checking what ${name} answers`)
    answers.set(name, await withServer(course, name, (server) => collectAnswers(server, course.ids)))
  }
  const floor = answers.get('floor') ?? new Map()
  return SERVERS.flatMap((name) =>
    differences(floor, answers.get(name) ?? new Map()).map(
      (line) => `${name} differs from the floor: ${line}`,
    ),
  )
}

/** All servers in turn for each row, several times; each round is of fresh processes and begins with another. */
export async function measureRounds(course: Course): Promise<Sample[]> {
  const { rounds, seconds, warmUp, rows } = course.options
  const samples: Sample[] = []
  for (let round = 0; round < rounds; round++) {
    say(`round ${round + 1} of ${rounds}`)
    const order = SERVERS.map((_, i) => SERVERS[(i + round) % SERVERS.length] ?? 'tandem')
    const pace = { round, seconds, warmUp, rows, cores: course.cores }
    samples.push(
      ...(await withServers(course, order, (servers) => measureServers(servers, course.ids, pace))),
    )
  }
  return samples
}

/** Servers that run side by side; whoever is not asked does nothing. */
function withServers<T>(
  course: Course,
  [name, ...others]: readonly ServerName[],
  use: (servers: Server[]) => Promise<T>,
): Promise<T> {
  if (!name) return use([])
  return withServer(course, name, (server) => withServers(course, others, (more) => use([server, ...more])))
}
