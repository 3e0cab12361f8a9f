import { afterAll, beforeAll, expect, test } from 'vitest'
import { openEmptyTestMemory } from '../../testing/test-memory.ts'
import type { Connection } from '../connection.ts'

let connection: Connection
beforeAll(async () => {
  connection = await openEmptyTestMemory()
})
afterAll(() => connection.close())

const named = { name: 'one', text: 'SELECT 1 AS one' }

test('a new connection starts with a clean session', async () => {
  const { pool } = connection
  const client = await pool.connect()
  await client.query(named)
  await client.query("SET TimeZone = 'Asia/Kathmandu'")
  await client.query('BEGIN')
  await client.query('CREATE TABLE half_done (id int)')
  client.release(true)

  expect((await pool.query(named)).rows).toEqual([{ one: 1 }])
  const { rows } = await pool.query(
    `SELECT to_regclass('half_done') AS "table", current_setting('TimeZone') AS zone`,
  )
  expect(rows).toEqual([{ table: null, zone: 'UTC' }])
})

test('after an error the connection goes on', async () => {
  const { pool } = connection
  for (let i = 0; i < 3; i++) {
    await expect(pool.query('SELECT $1::int', ['x'])).rejects.toMatchObject({ code: '22P02' })
    await expect(pool.query('SELECT nothing')).rejects.toMatchObject({ code: '42703' })
    await expect(pool.query('SELECT 1; SELECT 1 / 0; SELECT 2')).rejects.toMatchObject({ code: '22012' })
    expect((await pool.query(named)).rows).toEqual([{ one: 1 }])
  }
})

test('large answers and notifications arrive', async () => {
  const { pool } = connection
  const { rows } = await pool.query('SELECT $1 || $1 AS text', ['ü'.repeat(5_000_000)])
  expect(rows[0].text).toHaveLength(10_000_000)

  const client = await pool.connect()
  const notifications: unknown[] = []
  client.on('notification', ({ channel, payload }) => notifications.push([channel, payload]))
  await client.query('LISTEN here')
  await client.query("NOTIFY here, 'hello'")
  await expect.poll(() => notifications).toEqual([['here', 'hello']])
  client.release(true)
})
