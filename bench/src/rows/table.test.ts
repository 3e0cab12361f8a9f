import { describe, expect, test } from 'vitest'
import type { ServerName } from '../launch/server-process.ts'
import type { Sample } from './measure.ts'
import { tableOf } from './table.ts'

const IDLE = { server: 0.5, serverCores: 0.5, load: 0.1, loadCores: 0.2 }

/** Samples of one row of one server, a round each. */
function rounds(server: ServerName, operation: string, figures: Partial<Sample>[]): Sample[] {
  return figures.map((figure, round) => ({
    server,
    operation,
    round,
    rate: 1000,
    p50: 1,
    p99: 10,
    cpu: 100,
    memory: 100,
    peak: 100,
    busy: IDLE,
    failures: 0,
    ...figure,
  }))
}

/** The cells of Tandem's row of an operation, by column. */
function tandemCells(operation: string, samples: Sample[]) {
  const { columns, rows } = tableOf(samples, [operation])
  const row = rows.find(([title, server]) => title !== '' && server === 'tandem')
  return Object.fromEntries(columns.map((column, i) => [column, row?.[i]]))
}

const assembled = (operation: string) => rounds('assembled', operation, [{ rate: 100 }])

describe('ratios', () => {
  test('are computed within each round, and then their median and range', () => {
    const cells = tandemCells('rest-create', [
      ...rounds('tandem', 'rest-create', [
        { rate: 1000, p99: 10 },
        { rate: 300, p99: 30 },
        { rate: 900, p99: 12 },
      ]),
      ...rounds('floor', 'rest-create', [
        { rate: 500, p99: 5 },
        { rate: 100, p99: 20 },
        { rate: 900, p99: 4 },
      ]),
      ...assembled('rest-create'),
    ])
    expect(cells['× floor']).toBe('2.00 (1.00–3.00)')
    expect(cells['p99 × floor']).toBe('2.00 (1.50–3.00)')
  })

  test("compare a tRPC create with the floor's REST create", () => {
    const cells = tandemCells('trpc-create', [
      ...rounds('tandem', 'trpc-create', [{ rate: 1500, p99: 20 }]),
      ...rounds('floor', 'rest-create', [{ rate: 1000, p99: 10 }]),
      ...assembled('trpc-create'),
    ])
    expect(cells).toMatchObject({ '× floor': '1.50', 'p99 × floor': '2.00', Met: 'yes' })
  })
})

describe('the verdict', () => {
  const create = (tandem: Partial<Sample>) =>
    tandemCells('rest-create-large', [
      ...rounds('tandem', 'rest-create-large', [tandem]),
      ...rounds('floor', 'rest-create-large', [{}]),
      ...assembled('rest-create-large'),
    ])

  test('is yes when a row is exactly at its targets', () => {
    expect(create({ rate: 900, p99: 25 })).toMatchObject({
      Target: '≥ 0.9, p99 ≤ 2.5, assembled ≥ 5',
      Met: 'yes',
    })
  })

  test('names the targets that were missed', () => {
    expect(create({ p99: 26 }).Met).toBe('**no** (p99 ≤ 2.5)')
    expect(create({ rate: 400 }).Met).toBe('**no** (≥ 0.9, assembled ≥ 5)')
  })

  test('is no when there is nothing to compare with', () => {
    expect(tandemCells('rest-get', rounds('tandem', 'rest-get', [{}])).Met).toBe(
      '**no** (≥ 1, assembled ≥ 5)',
    )
  })

  test("is disturbed when other processes used the server's core", () => {
    expect(create({ busy: { ...IDLE, serverCores: 0.7 } }).Met).toBe('disturbed')
  })
})

test('a table with wrong answers is invalid', () => {
  const samples = rounds('tandem', 'rest-get', [{}, { failures: 1 }])
  expect(tableOf(samples, ['rest-get']).invalid).toBe(true)
  expect(tandemCells('rest-get', samples)['requests/s']).toBe('INVALID: 1 wrong answers')
})
