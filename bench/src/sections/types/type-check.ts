import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { appRouter } from '@tandem/api'
import { childEnvironment } from '../../environment.ts'
import { root, scratch } from '../../folders.ts'
import { log } from '../../log.ts'
import type { ReportSection } from '../../report/markdown.ts'
import { formatNumber, median } from '../../report/numbers.ts'
import { writeSyntheticApi } from './synthetic-api.ts'

const SIZES = [10, 200]
const RUNS = 3
const FIGURES = ['Instantiations', 'Types', 'Check time', 'Memory used'] as const

/** Measures what the compiler does for a front end that imports Tandem's router type, and for synthetic ones of given sizes. */
export function measureTypeCheck(): ReportSection {
  const folder = path.join(scratch, 'types')
  rmSync(folder, { recursive: true, force: true })
  const procedureCount = Object.keys(appRouter._def.procedures).length
  const frontEnds = [
    {
      name: `Tandem's AppRouter, ${procedureCount} procedures`,
      from: '@tandem/api',
      api: 'task',
      at: path.join(folder, 'tandem'),
    },
    ...SIZES.map((size) => {
      log(`a router of ${size} procedures`)
      const at = path.join(folder, String(size))
      writeSyntheticApi(at, size)
      publishTypes(at)
      return { name: `synthetic, ${size} procedures`, from: '../client.d.ts', api: 'feature0', at }
    }),
  ]
  return {
    heading: 'Type-checking a front end',
    text: "A front end that imports `AppRouter` and calls five procedures: `tsc --noEmit --extendedDiagnostics`. The synthetic ones are published by the same script as Tandem's.",
    columns: ['Router', 'Instantiations', 'Types', 'Check time s', 'Memory MiB'],
    rows: frontEnds.map(({ name, from, api, at }) => {
      const project = writeFrontEnd(at, from, api)
      const runs = Array.from({ length: RUNS }, () => diagnose(project))
      const [instantiations, types, time, kib] = FIGURES.map((figure) =>
        median(runs.map((run) => run[figure])),
      )
      return [
        name,
        (instantiations ?? 0).toLocaleString('en'),
        (types ?? 0).toLocaleString('en'),
        (time ?? 0).toFixed(3),
        formatNumber((kib ?? 0) / 1024),
      ]
    }),
  }
}

/** Runs the copy of `packages/api/scripts/client-types.ts`, which writes `client.d.ts` into the copy of the package. */
function publishTypes(at: string): void {
  execFileSync(process.execPath, ['--import', 'tsx', 'scripts/client-types.ts'], {
    cwd: at,
    env: environmentWithTsc,
    stdio: 'inherit',
  })
}

const environmentWithTsc = {
  ...childEnvironment,
  PATH: `${path.join(root, 'node_modules/.bin')}:${childEnvironment.PATH}`,
}

function writeFrontEnd(at: string, from: string, namespace: string): string {
  const project = path.join(at, 'front-end')
  mkdirSync(project, { recursive: true })
  writeFileSync(
    path.join(project, 'tsconfig.json'),
    JSON.stringify({
      extends: path.join(root, 'tsconfig.base.json'),
      compilerOptions: { lib: ['es2024', 'dom'], types: [] },
      include: ['*.ts'],
    }),
  )
  writeFileSync(
    path.join(project, 'main.ts'),
    `import type { AppRouter } from '${from}'
import { createTRPCClient, httpBatchLink } from '@trpc/client'

const { ${namespace}: api } = createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: '/trpc' })] })

export async function tour() {
  const made = await api.create.mutate({ title: 'Buy milk', tags: ['home'] })
  const changed = await api.update.mutate({ id: made.id, status: 'done' })
  const same = await api.get.query({ id: changed.id })
  await api.delete.mutate({ id: same.id })
  return (await api.list.query({ limit: 20 })).data.map((one) => one.title.toUpperCase())
}
`,
  )
  return project
}

function diagnose(project: string): Record<(typeof FIGURES)[number], number> {
  const output = execFileSync('tsc', ['-p', project, '--noEmit', '--extendedDiagnostics'], {
    encoding: 'utf8',
    env: environmentWithTsc,
  })
  const figure = (name: string) => Number(new RegExp(`^${name}:\\s+([\\d.]+)`, 'm').exec(output)?.[1])
  const figures = Object.fromEntries(FIGURES.map((name) => [name, figure(name)]))
  return figures as Record<(typeof FIGURES)[number], number>
}
