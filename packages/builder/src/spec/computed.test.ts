import { openTrial, type Trial } from '@tandem/db/trial'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createProject } from '../testing/project.ts'
import { computedOf } from './computed.ts'
import { lineOf } from './issue.ts'
import type { FieldSpec } from './spec.ts'

describe('an expression', () => {
  const project = createProject()
  let trial: Trial
  beforeAll(async () => {
    trial = await openTrial(`${project.root}/prisma/migrations`)
  })
  afterAll(async () => {
    await trial.close()
    project.remove()
  })

  const fields: FieldSpec[] = [
    { name: 'unitPrice', type: 'decimal' },
    { name: 'quantity', type: 'integer' },
    { name: 'order', type: 'integer' },
    { name: 'dueAt', type: 'instant' },
  ]
  const ask = async (expression: string) => {
    const all: FieldSpec[] = [...fields, { name: 'total', type: 'computed', expression }]
    const { computed, issues } = await computedOf(all, trial)
    return issues[0] ? lineOf(issues[0], { fields: all }) : computed.get('total')
  }

  test('has the type that PostgreSQL gives it, with columns for fields', async () => {
    expect(await ask('unitPrice * quantity')).toEqual({ type: 'numeric' })
    expect(await ask('quantity > 3')).toEqual({ type: 'boolean' })
    expect(await ask(`"unitPrice"::text || ' "unitPrice" order'`)).toEqual({ type: 'text' })
    expect(await ask('order + 1')).toEqual({ type: 'integer' })
  })

  test.each([
    [
      'price * 2',
      'fields[4].expression (total): PostgreSQL refuses it: column "price" does not exist; there are unitPrice, quantity, order, dueAt',
    ],
    ['unitPrice *', 'PostgreSQL refuses it: syntax error'],
    ['now()', 'generation expression is not immutable'],
    ['(SELECT 1)', 'cannot use subquery in column generation expression'],
    ['sum(quantity)', 'aggregate functions are not allowed in column generation expressions'],
    ['rank() OVER ()', 'window functions are not allowed'],
    ['1) STORED, x int GENERATED ALWAYS AS (2', 'syntax error'],
    ['1); DROP TABLE tasks; --', 'PostgreSQL refuses it'],
    [
      'quantity::float8',
      'is of type double precision, which answers cannot have: cast it (try "(quantity::float8)::numeric")',
    ],
    ['total', 'column "total" does not exist'],
  ])('%s is refused', async (expression, line) => {
    expect(await ask(expression)).toContain(line)
  })
})
