import { expect, test } from 'vitest'
import { userOfQueue, userOfStatement } from './user-of.ts'

const ADA = '0193a347-9e00-7a32-8c8a-9643cc3985e0'
const TASK = '0193a347-9e00-7a32-8c8a-9643cc3985e1'

test.each<[string, string, unknown[], string | undefined]>([
  ['of ours', 'SELECT id FROM tasks WHERE tasks.user_id = $1::uuid AND id = $2::uuid', [ADA, TASK], ADA],
  [
    'of Prisma, with the user as the second condition',
    'SELECT "public"."tasks"."id" FROM "public"."tasks" WHERE ("public"."tasks"."id" = $1 AND "public"."tasks"."user_id" = $2)',
    [TASK, ADA],
    ADA,
  ],
  ['that inserts', 'INSERT INTO comments (user_id, task_id) VALUES ($1, $2)', [ADA, TASK], ADA],
  ['about all users', 'SELECT count(*) FROM tasks', [], undefined],
  ['about an account', 'SELECT id FROM sessions WHERE user_id = $1', [ADA], undefined],
  ['about a job', 'UPDATE pgboss.job SET state = $2 WHERE id = $1', [TASK, 'active'], undefined],
])('a statement %s is about the user that it names, if its table is sharded', (_, text, values, user) => {
  expect(userOfStatement(text, values)).toBe(user)
})

test.each([
  [ADA, ADA],
  [`account ${ADA}`, ADA],
  [`export ${ADA}`, ADA],
  [`job ${TASK}`, undefined],
  ['reminders', undefined],
  ['192.0.2.1', undefined],
])('a queue of transactions named %j is of the user %s', (queue, user) => {
  expect(userOfQueue(queue)).toBe(user)
})
