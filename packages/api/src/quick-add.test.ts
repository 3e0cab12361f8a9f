import { readFileSync } from 'node:fs'
import path from 'node:path'
import { rolldown } from 'rolldown'
import { expect, test } from 'vitest'
import { parseLine } from './quick-add.ts'
import { readCorpus } from './task/quick-add/parse/testing/corpus.ts'
import { testApi } from './testing/test-api.ts'

const { signIn, clock } = await testApi()

const CORPUS = path.join(import.meta.dirname, 'task/quick-add/parse/testing/corpus.txt')

test('a browser makes of a line what the server makes of it', async () => {
  const lines = readCorpus(readFileSync(CORPUS, 'utf8'))
  let api = (await signIn()).api
  for (const { text, world } of lines.filter((_, i) => i % 10 === 0)) {
    const now = new Date(world.now)
    if (now.getTime() !== clock().getTime()) {
      clock.advance(now.getTime() - clock().getTime())
      // The token of another time has expired.
      api = (await signIn()).api
    }
    const line = { text, timeZone: world.zone, locale: world.locale, keep: [] }
    const { draft, recognised } = await api.task.quickAdd({ ...line, dryRun: true })
    expect(parseLine(text, { ...line, now })).toEqual({ draft, recognised })
    const keep = recognised.slice(0, 1).map(({ start, end }) => ({ start, end }))
    const { draft: kept } = await api.task.quickAdd({ ...line, keep, dryRun: true })
    expect(parseLine(text, { ...line, keep, now }).draft).toEqual(kept)
  }
})

test.each([
  ['+home paint', 'Home'],
  ['x +STRASSE 12 y', 'Straße 12'],
  ['x +E\u0301cole', 'École'],
  ['x +ΌΔΟΣ', 'Όδος'],
  ['x +my project, +home', 'My project'],
  ['x +old +nobody', null],
])('and finds the same project in %j', async (text, name) => {
  const { api } = await signIn()
  for (const one of ['Home', 'My', 'My project', 'Straße 12', 'École', 'Όδος'])
    await api.project.create({ name: one })
  await api.project.create({ name: 'Old', archived: true })
  const { data: projects } = await api.project.list({ limit: 100 })
  const here = parseLine(text, { now: clock(), timeZone: 'UTC', projects })
  const there = await api.task.quickAdd({ text, timeZone: 'UTC', dryRun: true })
  expect(here).toEqual({ draft: there.draft, recognised: there.recognised })
  expect(projects.find(({ id }) => id === here.draft.projectId)?.name ?? null).toBe(name)
})

test('the parser is small, and needs no package', async () => {
  const build = await rolldown({ input: path.join(import.meta.dirname, 'quick-add.ts'), logLevel: 'silent' })
  const { output } = await build.generate({ format: 'esm', minify: true })
  const [{ code, moduleIds, imports }] = output
  expect(imports).toEqual([])
  for (const id of moduleIds)
    expect(path.relative(import.meta.dirname, id)).toMatch(
      /^(quick-add|task\/(quick-add\/parse\/.+|priority)|core\/(recurrence\/local-time|fields\/fold-case))\.ts$/,
    )
  expect(code.length).toBeLessThan(46_000)
})
