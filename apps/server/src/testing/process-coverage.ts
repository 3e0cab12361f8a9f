import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { mergeProcessCovs, type ProcessCov } from '@bcoe/v8-coverage'
import convert from 'ast-v8-to-istanbul'
import libCoverage, { type CoverageMapData } from 'istanbul-lib-coverage'
import { parseAst } from 'rolldown/parseAst'

/** What processes ran of a bundle, in terms of its sources. `ran` is the folder in which Node left a file for each of them. */
export async function coverageOf(bundle: string, ran: string): Promise<CoverageMapData> {
  const map = libCoverage.createCoverageMap()
  for (const { url, functions } of (await merged(bundle, ran)).result) {
    const file = fileURLToPath(url)
    // What the bundler adds comes from no source.
    if (!existsSync(`${file}.map`)) continue
    const code = withoutHints(await readFile(file, 'utf8'))
    const sourceMap = JSON.parse(withoutHints(await readFile(`${file}.map`, 'utf8')))
    sourceMap.sources = sourceMap.sources.map((source: string) => new URL(source, url).href)
    map.merge(await convert({ code, sourceMap, ast: parseAst(code), coverage: { url, functions } }))
  }
  map.filter((file) => !file.includes('node_modules'))
  return map.toJSON()
}

/** Packages in the bundle ask with comments to be left out, one of them with the file that it is in, which here is all. */
function withoutHints(text: string): string {
  return text.replaceAll(/(istanbul|c8|v8|node:coverage) ignore /g, (hint) =>
    hint.replace('ignore', 'hinted'),
  )
}

/** One count for each function and block of the bundle, over all processes. */
async function merged(bundle: string, ran: string): Promise<ProcessCov> {
  const own = pathToFileURL(bundle).href
  let all: ProcessCov = { result: [] }
  // Tests may have started none.
  for (const file of existsSync(ran) ? await readdir(ran) : []) {
    const { result }: ProcessCov = JSON.parse(await readFile(path.join(ran, file), 'utf8'))
    all = mergeProcessCovs([all, { result: result.filter(({ url }) => url.startsWith(own)) }])
  }
  return all
}
