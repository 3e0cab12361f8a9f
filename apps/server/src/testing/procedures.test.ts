import { readdirSync } from 'node:fs'
import path from 'node:path'
import { appRouter } from '@tandem/api'
import type { RestMeta } from '@tandem/rest/meta'
import { initTRPC } from '@trpc/server'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { AccessCaller, AnyAccess } from '../../../../packages/api/src/testing/access.ts'
import { allProcedures } from './procedures.ts'

const t = initTRPC.meta<RestMeta>().create()
const read = (path: `/${string}`) =>
  t.procedure.meta({ openapi: { method: 'GET', path } }).input(z.object({}))

const router = t.router({
  taskComment: {
    list: read('/{userId}/tasks/{taskId}/comments').query(() => []),
    get: read('/{userId}/tasks/{taskId}/comments/{id}').query(() => ({})),
  },
  about: { read: read('/about').query(() => ({})) },
})

const complete: Record<string, AnyAccess> = {
  'task-comment': {
    class: 'owner',
    sample: async () => ({ taskId: 'the task', id: 'the comment' }),
    calls: { list: { limit: 1 }, get: ({ id }) => ({ note: `of ${id}` }) },
    more: { get: [{ id: 'x' }] },
  },
  about: { class: 'session', except: { read: 'public' }, calls: { read: {} } },
}

const walk = (files: Record<string, AnyAccess>) => allProcedures(router, async (folder) => files[folder])
const nobody = {} as AccessCaller

test('each procedure comes with what the file beside its router says', async () => {
  const [list, get, about] = await walk(complete)
  expect(list).toMatchObject({ path: 'taskComment.list', class: 'owner', params: ['taskId'] })
  expect(get).toMatchObject({ path: 'taskComment.get', class: 'owner', params: ['taskId', 'id'] })
  expect(about).toMatchObject({ path: 'about.read', class: 'public', params: [] })

  const ids = (await get?.sample(nobody)) ?? {}
  expect(list?.fields(ids)).toEqual({ limit: 1 })
  expect(list?.input(ids)).toEqual({ limit: 1, taskId: 'the task' })
  expect(get?.input(ids)).toEqual({ note: 'of the comment', taskId: 'the task', id: 'the comment' })
  expect(get?.more(ids)).toEqual([{ id: 'x' }])
})

test('without the file, the message says where it goes and what to write', async () => {
  const { about } = complete
  await expect(walk({ ...(about && { about }) })).rejects.toThrow(`\
packages/api/src/task-comment/access.ts is missing. The tests of isolation, parity, hostile input and API keys read it. \
Write who may call the procedures, how to make one through the API, and a valid input for each call:

    import type { Access } from '../testing/access.ts'
    import type { taskCommentRouter } from './router.ts'

    export const access = {
      class: 'owner',
      sample: async ({ trpc }) => {
        const { id } = await trpc.taskComment.create.mutate({ … })
        return { taskId, id }
      },
      calls: {
        list: {},
        get: {},
      },
    } satisfies Access<typeof taskCommentRouter, 'taskId' | 'id'>`)
})

test('a procedure that the file lacks is named, and what to add for it', async () => {
  const lacking = { ...complete, 'task-comment': { class: 'owner', calls: { list: {} } } as AnyAccess }
  await expect(walk(lacking)).rejects.toThrow(`\
packages/api/src/task-comment/access.ts lacks taskComment.get. Add a valid input to \`calls\`, without its path \
parameters (taskId, id):

    get: {},`)
})

test('an unknown name is refused, and all mistakes are reported at once', async () => {
  const about: AnyAccess = { class: 'public', calls: { read: {}, write: {} }, except: { delete: 'admin' } }
  const mistakes = walk({ about })
  await expect(mistakes).rejects.toThrow(
    'about/access.ts names "write", which is not a procedure of aboutRouter',
  )
  await expect(mistakes).rejects.toThrow('about/access.ts names "delete"')
  await expect(mistakes).rejects.toThrow('task-comment/access.ts is missing')
})

test('a path parameter that `sample` does not return is named', async () => {
  const short = {
    class: 'owner',
    sample: async () => ({ id: 'x' }),
    calls: { list: {}, get: {} },
  } as AnyAccess
  const [list] = await walk({ ...complete, 'task-comment': short })
  await expect(list?.sample(nobody)).rejects.toThrow(
    'packages/api/src/task-comment/access.ts: `sample` must return "taskId", which taskComment.list has in its path',
  )
})

test('a procedure without a REST route is named', async () => {
  const hidden = t.router({ about: { read: t.procedure.query(() => ({})) } })
  await expect(allProcedures(hidden, async () => complete.about)).rejects.toThrow(
    'about.read has no REST route',
  )
})

test('every router and every access.ts of packages/api is found', async () => {
  const api = path.join(import.meta.dirname, '../../../../packages/api/src')
  const foldersWith = (file: string) =>
    readdirSync(api, { recursive: true, encoding: 'utf8' })
      .filter((name) => path.basename(name) === file && name !== file && !name.startsWith('testing/'))
      .map((name) => path.dirname(name))
      .sort()
  const features = [
    ...new Set(Object.keys(appRouter._def.procedures).map((name) => name.split('.')[0] ?? '')),
  ]
  const expected = features
    .map((name) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`))
    .sort()
  expect(foldersWith('router.ts')).toEqual(expected)
  expect(foldersWith('access.ts')).toEqual(expected)
})
