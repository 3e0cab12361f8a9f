import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { Refusal } from '../refusal.ts'
import { lineOf } from '../spec/issue.ts'
import { parseJson, parseSpec } from '../spec/read.ts'
import type { Spec } from '../spec/spec.ts'

export interface Given {
  spec: Spec
  /** The file that it came from. */
  source: string | undefined
}

/** Reads the spec that `--spec` names; `-` is standard input. @throws Refusal with every mistake of its form */
export async function readSpec(name: string, folder: string): Promise<Given> {
  const source = name === '-' ? undefined : path.resolve(folder, name)
  if (source !== undefined && !existsSync(source)) throw new Refusal([`${name}: there is no such file`])
  const content = source === undefined ? await text(process.stdin) : readFileSync(source, 'utf8')
  // Some editors begin a file with a mark of its encoding.
  const parsed = parseJson(content.replace(/^\uFEFF/, ''))
  const from = source === undefined ? 'standard input' : name
  if ('problem' in parsed) throw new Refusal([`${from}: ${parsed.problem}`])
  const read = parseSpec(parsed.value)
  if ('issues' in read) throw new Refusal(read.issues.map((issue) => lineOf(issue, parsed.value)))
  return { spec: read.spec, source }
}
