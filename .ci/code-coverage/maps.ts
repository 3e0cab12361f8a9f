import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import convert from 'ast-v8-to-istanbul'
import libCoverage, {
  type CoverageMap,
  type FileCoverage,
  type FileCoverageData,
  type Range,
} from 'istanbul-lib-coverage'
import { parseAst } from 'rolldown/parseAst'
import { transformSync } from 'rolldown/utils'

/** What ran in the processes of Vitest, and what in processes that tests started. */
export function readMaps(
  root: string,
  runs: readonly string[],
): { inTests: CoverageMap; inProcesses: CoverageMap } {
  const inTests = libCoverage.createCoverageMap()
  const inProcesses = libCoverage.createCoverageMap()
  for (const folder of coverageFolders(root, runs)) {
    for (const [name, map] of [
      ['coverage-final.json', inTests],
      ['processes.json', inProcesses],
    ] as const) {
      const file = path.join(folder, name)
      if (existsSync(file)) map.merge(JSON.parse(readFileSync(file, 'utf8')))
    }
  }
  return { inTests, inProcesses }
}

/** One for each run of each configuration of a package's tests. */
function coverageFolders(root: string, runs: readonly string[]): string[] {
  const below = (folder: string) =>
    existsSync(folder) ? readdirSync(folder).map((name) => path.join(folder, name)) : []
  return ['packages', 'apps']
    .flatMap((group) => below(path.join(root, group)))
    .flatMap((folder) => runs.flatMap((run) => below(path.join(folder, 'coverage', run))))
}

/** A file of which nothing ran. */
export async function neverLoaded(file: string): Promise<FileCoverageData> {
  const { code, map } = transformSync(file, readFileSync(file, 'utf8'), { sourcemap: true })
  const url = pathToFileURL(file).href
  const sourceMap = { ...map, sources: [url] } as unknown as NonNullable<
    Parameters<typeof convert>[0]['sourceMap']
  >
  const found = await convert({ code, sourceMap, ast: parseAst(code), coverage: { url, functions: [] } })
  return found[file] ?? { path: file, statementMap: {}, fnMap: {}, branchMap: {}, s: {}, f: {}, b: {} }
}

const placeOf = ({ start }: Range) => `${start.line}:${start.column}`

/**
 * Adds what a bundle ran of a file to what Vitest knows of it. Both are told by where things begin in the source; what begins
 * elsewhere in the bundle, such as an import, is left out, so that nothing is counted that Vitest does not count.
 */
export function addCounts(file: FileCoverage, more: FileCoverage): void {
  const { data } = file
  const statements = new Map(
    Object.entries(more.statementMap).map(([id, range]) => [placeOf(range), more.s[id] ?? 0]),
  )
  for (const [id, range] of Object.entries(data.statementMap)) {
    data.s[id] = (data.s[id] ?? 0) + (statements.get(placeOf(range)) ?? 0)
  }
  const functions = new Map(
    Object.entries(more.fnMap).map(([id, { loc }]) => [placeOf(loc), more.f[id] ?? 0]),
  )
  for (const [id, { loc }] of Object.entries(data.fnMap)) {
    data.f[id] = (data.f[id] ?? 0) + (functions.get(placeOf(loc)) ?? 0)
  }
  const branches = new Map(
    Object.entries(more.branchMap).map(([id, { loc, type }]) => [
      `${type} ${placeOf(loc)}`,
      more.b[id] ?? [],
    ]),
  )
  for (const [id, { loc, type }] of Object.entries(data.branchMap)) {
    const counts = branches.get(`${type} ${placeOf(loc)}`) ?? []
    data.b[id] = (data.b[id] ?? []).map((count, i) => count + (counts[i] ?? 0))
  }
}
