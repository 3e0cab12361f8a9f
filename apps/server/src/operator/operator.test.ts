import { afterAll, expect, test } from 'vitest'
import { operatedDatabase } from './testing/operated-database.ts'

const { run, use, close } = await operatedDatabase()
afterAll(close)

test.each([
  [['serve'], 'there is no command serve'],
  [['admin'], 'there is no command admin'],
  [['admin', 'promote'], 'usage: tandem admin promote <email>'],
  [['migrate', 'now'], 'now is too much'],
  [['import'], 'usage: tandem import FILE'],
  [['export', 'a', 'b'], 'b is too much'],
  [['import', 'a', '--force'], "'--force'"],
  [['admin', 'create', 'ada@example.com', '--role', 'user'], "'--role'"],
])('%j is exit 2, and says what is wrong', async (args, message) => {
  expect(await run(...args)).toEqual({ code: 2, output: expect.stringContaining(message) })
})

test('help lists the commands, and describes one', async () => {
  const all = await run('--help')
  expect(all.code).toBe(0)
  const admin = ['admin create', 'admin promote', 'admin reset-password', 'admin jobs']
  for (const name of [...admin, 'migrate', 'export', 'import']) expect(all.output).toContain(`\n  ${name}`)
  const one = await run('admin', 'create', '-h')
  expect(one).toEqual({ code: 0, output: expect.stringContaining('admin create <email> [--name <name>]') })
})

test('a link is printed for a new administrator and for a lost password', async () => {
  expect(await run('migrate')).toEqual({ code: 0, output: expect.stringMatching(/is up to date\n$/) })
  const link = /\nhttps:\/\/tasks\.example\.com\/reset-password#token=[\w-]{43}\n$/
  const created = await run('admin', 'create', 'grace@example.com', '--name', 'Grace')
  expect(created).toEqual({ code: 0, output: expect.stringMatching(link) })
  const reset = await run('admin', 'reset-password', 'grace@example.com')
  expect(reset).toEqual({ code: 0, output: expect.stringMatching(link) })
  expect(await use(({ client }) => client.user.findMany({ select: { name: true, role: true } }))).toEqual([
    { name: 'Grace', role: 'admin' },
  ])
})

test('what cannot be is said in a line', async () => {
  const output = 'admin promote: no user has the e-mail address nobody@example.com\n'
  expect(await run('admin', 'promote', 'nobody@example.com')).toEqual({ code: 1, output })
})
