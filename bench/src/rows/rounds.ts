import { type BenchRun, withServer } from '../bench-run.ts'
import { SERVERS, type Server, type ServerName } from '../launch/server-process.ts'
import { log } from '../log.ts'
import { collectResponses, differences, type Responses } from './check-responses.ts'
import { measureServers, type Sample } from './measure.ts'

/** Compares the servers' responses before anything is measured. Returns a line for each difference. */
export async function compareResponses(run: BenchRun): Promise<string[]> {
  const responses = new Map<ServerName, Responses>()
  for (const name of SERVERS) {
    log(`checking the responses of ${name}`)
    responses.set(name, await withServer(run, name, (server) => collectResponses(server, run.taskIds)))
  }
  const floor = responses.get('floor') ?? new Map()
  return SERVERS.flatMap((name) =>
    differences(floor, responses.get(name) ?? new Map()).map(
      (line) => `${name} differs from the floor: ${line}`,
    ),
  )
}

/** Measures the main table. Each round has new processes and starts with another server. */
export async function measureRounds(run: BenchRun): Promise<Sample[]> {
  const { rounds, seconds, warmUp, rows } = run.options
  const samples: Sample[] = []
  for (let round = 0; round < rounds; round++) {
    log(`round ${round + 1} of ${rounds}`)
    const first = round % SERVERS.length
    const order = [...SERVERS.slice(first), ...SERVERS.slice(0, first)]
    const timing = { round, seconds, warmUp, cores: run.cores }
    samples.push(
      ...(await withServers(run, order, (servers) => measureServers(servers, run.taskIds, rows, timing))),
    )
  }
  return samples
}

/** Runs servers side by side. Those that get no requests are idle. */
function withServers<T>(
  run: BenchRun,
  [name, ...others]: readonly ServerName[],
  use: (servers: Server[]) => Promise<T>,
): Promise<T> {
  if (!name) return use([])
  return withServer(run, name, (server) => withServers(run, others, (more) => use([server, ...more])))
}
