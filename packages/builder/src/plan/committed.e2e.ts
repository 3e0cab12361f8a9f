import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SPECS } from '../explore/explore.ts'
import type { Rendering } from '../render/rendering.ts'
import { renderer } from '../renderer.ts'
import { parseJson, parseSpec } from '../spec/read.ts'
import type { Spec } from '../spec/spec.ts'
import { planResource } from './plan.ts'
import { openWorkshop, renderSpec, type Workshop } from './workshop.ts'

const root = path.join(import.meta.dirname, '../../../..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')

const specs = readdirSync(path.join(root, SPECS)).map((file): Spec => {
  const parsed = parseJson(read(`${SPECS}/${file}`))
  const found = parseSpec('value' in parsed ? parsed.value : undefined)
  if ('issues' in found) throw new Error(`${file} is no spec`)
  return found.spec
})

/** What was edited by hand after the builder wrote it, or is not there any more. Everything else is as it is written today. */
const BY_HAND: Record<string, readonly string[]> = {
  // Comments are listed oldest first, and keep their white space.
  comment: ['packages/api/src/comment/schema.ts'],
  // Names sort without regard to case, and a deleted project tells of its tasks.
  project: ['table.ts', 'router.ts', 'router.test.ts'].map((file) => `packages/api/src/project/${file}`),
}

let workshop: Workshop
beforeAll(async () => {
  workshop = await openWorkshop({ root, renderer })
})
afterAll(() => workshop.close())

describe.each(specs)('the committed resource $name', (spec) => {
  test('changes by no byte when its spec is applied again', async () => {
    expect(await planResource(spec, { root, renderer })).toMatchObject({ changes: [], migration: null })
  })

  test('has the files that its spec is written to, but for what was edited by hand', async () => {
    const { rendering } = await renderSpec(spec, workshop)
    expect(differing(rendering)).toEqual(BY_HAND[spec.name] ?? [])
  })
})

function differing({ files }: Rendering): string[] {
  return [...files].flatMap(([file, text]) =>
    existsSync(path.join(root, file)) && read(file) === text ? [] : [file],
  )
}
