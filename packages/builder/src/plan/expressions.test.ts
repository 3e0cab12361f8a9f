import { openTrial, type Trial } from '@tandem/db/trial'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { explore, type ProjectState } from '../explore/explore.ts'
import { lineOf } from '../spec/issue.ts'
import type { FieldSpec, Spec } from '../spec/spec.ts'
import { createProject } from '../testing/project.ts'
import { issuesOfExpressions } from './expressions.ts'

describe('an expression in rows that tests make', () => {
  const folder = createProject()
  let trial: Trial
  let project: ProjectState
  beforeAll(async () => {
    trial = await openTrial(`${folder.root}/prisma/migrations`)
    project = await explore(folder.root)
  })
  afterAll(async () => {
    await trial.close()
    folder.remove()
  })

  const ask = async (expression: string, ...more: Partial<FieldSpec>[]) => {
    const fields: FieldSpec[] = [
      { name: 'n', type: 'integer', required: true, ...more[0] },
      { name: 'price', type: 'decimal', default: '0', ...more[1] },
      { name: 'title', type: 'text', ...more[2] },
      { name: 'meta', type: 'json', required: true, shape: { type: 'string' } },
      { name: 'result', type: 'computed', expression, ...more[3] },
    ]
    const spec: Spec = { version: 1, name: 'note', access: { read: 'user', write: 'user' }, fields }
    return (await issuesOfExpressions(spec, project, trial)).map((issue) => lineOf(issue, spec))
  }
  const unique = { unique: true }

  test.each([
    ['n * n', [unique]],
    ['n * n', []],
    ['n * n * n', [unique]],
    ['1 / n', [{ min: -5 }]],
    ['price / n', []],
    ['lower(title)', [{}, {}, {}, unique]],
    ['n % 1000', [{}, {}, {}, unique]],
    ["meta ->> 'a'", []],
    ['1 + 1', []],
  ])('%s holds', async (expression, more) => {
    expect(await ask(expression, ...more)).toEqual([])
  })

  test.each([
    ['n / price', [], 'fails in a row that tests make (n = '],
    ['1 / n', [{ min: 0 }], '(n = 0): division by zero. Let it hold in every row, or give its fields bounds'],
    ['sqrt(n)::numeric', [{ min: -9, max: -1 }], 'cannot take square root of a negative number'],
    ['n * n', [{ min: 2_000_000_000 }], 'integer out of range'],
    ['n % 2 = 0', [{}, {}, {}, unique], 'has the same value in different rows'],
  ])('%s is refused where it fails', async (expression, more, words) => {
    expect(await ask(expression, ...more)).toEqual([expect.stringContaining(words)])
  })
})
