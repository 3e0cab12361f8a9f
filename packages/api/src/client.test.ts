import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { rolldown } from 'rolldown'
import { expect, test } from 'vitest'

const frontEnd = path.resolve(import.meta.dirname, '../fixtures/front-end')

test('a front end type-checks without the types of the server, the database client and Node', () => {
  const files = execFileSync('tsc', ['-p', frontEnd, '--listFiles'], { encoding: 'utf8' }).trim().split('\n')
  expect(files).toContainEqual(expect.stringMatching(/packages\/api\/client\.d\.ts$/))
  const inside = files.map((file) => file.split('node_modules/').at(-1) ?? '')
  const reached = inside.filter((file) =>
    /generated|prisma|packages\/(db|rest)\/|^@types\/node\/|^fastify|argon2|jsonwebtoken/.test(file),
  )
  expect(reached).toEqual([])
  const own = files.filter((file) => file.includes('packages/api/src/')).map((file) => path.basename(file))
  expect(
    own.filter(
      (file) =>
        !/^(schemas?|priority|user-schema|scopes|page|sort|json|numbers|text|time|rule)\.ts$/.test(file),
    ),
  ).toEqual([])
})

test("a front end's bundle contains no server code", async () => {
  const build = await rolldown({
    input: path.join(frontEnd, 'main.ts'),
    platform: 'browser',
    logLevel: 'silent',
  })
  const { output } = await build.generate({ format: 'esm' })
  const [{ code, moduleIds, imports }] = output
  expect(imports).toEqual([])
  const packages = new Set(
    moduleIds.map(
      (id) =>
        /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(id)?.[1] ??
        path.relative(path.join(import.meta.dirname, '..'), id),
    ),
  )
  for (const name of packages) {
    expect(name).toMatch(
      /^(@trpc\/client|@trpc\/server|zod|fixtures\/front-end\/main\.ts|src\/(schemas|identity\/user-schema|task\/priority|core\/(scopes|fields\/(json|numbers|text|time)|recurrence\/rule)|resource\/list\/(page|sort)|([a-z-]+\/){1,2}schema)\.ts|\0.*)$/,
    )
  }
  expect(code).not.toMatch(/jsonwebtoken|argon2|prisma|DATABASE_URL|require\(/i)
})
