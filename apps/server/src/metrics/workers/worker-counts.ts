import { Counter, Gauge, type Registry } from 'prom-client'

interface Sources {
  count: () => number
  deaths: () => number
}

/** The processes that serve, and how many died. */
export function registerWorkerCounts(registry: Registry, { count, deaths }: Sources): void {
  const registers = [registry]
  new Gauge({
    name: 'workers',
    help: 'Processes that serve',
    registers,
    collect() {
      this.set(count())
    },
  })
  new Counter({
    name: 'worker_deaths_total',
    help: 'Workers that died and were replaced',
    registers,
    collect() {
      this.reset()
      this.inc(deaths())
    },
  })
}
