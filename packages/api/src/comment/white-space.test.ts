import { expect, test } from 'vitest'
import { access as taskAccess } from '../task/access.ts'
import { testApi } from '../testing/test-api.ts'

test('a comment keeps the white space at its ends', async () => {
  const user = await (await testApi()).signIn()
  const { id: taskId } = await taskAccess.sample(user)
  const body = '    indented code\n'
  const made = await user.api.comment.create({ taskId, body })
  expect(await user.api.comment.get({ taskId, id: made.id })).toMatchObject({ body })
})
