import { afterAll, beforeAll, expect, test } from 'vitest'
import { explore, type ProjectState } from '../../explore/explore.ts'
import { createProject, type TestProject } from '../../testing/project.ts'
import { lineOf } from '../issue.ts'
import { parseSpec } from '../read.ts'
import type { ActionSpec, Spec } from '../spec.ts'
import { checkSpec } from './check.ts'

const specOf = (name: string, ...jobs: string[]): Spec => ({
  version: 1,
  name,
  actions: jobs.map((job, n): ActionSpec => ({ name: `act${n}`, set: { done: true }, job })),
  fields: [{ name: 'done', type: 'boolean' }],
})

let folder: TestProject
let project: ProjectState
beforeAll(async () => {
  folder = createProject({
    'packages/api/src/jobs.ts':
      'export const jobs: readonly Job[] = [\n  sendMail,\n  tellOwner,\n  // more\n]\n',
    'prisma/resources/album.json': JSON.stringify(specOf('album', 'tellOwner')),
  })
  project = await explore(folder.root)
})
afterAll(() => folder.remove())

const refusal = (spec: Spec) => checkSpec(spec, project).map((issue) => lineOf(issue, spec))

test('actions name jobs of their own, several the same, and keep them in a second run', () => {
  expect(refusal(specOf('note', 'tellAda', 'tellBob', 'tellAda'))).toEqual([])
  expect(refusal(specOf('album', 'tellOwner', 'tellAda'))).toEqual([])
})

test.each([
  ['sendMail', 'sendMail is a job already (try "sendMailOfNote")'],
  ['tellOwner', 'tellOwner is a job already (try "tellOwnerOfNote")'],
  ['write', 'write has another meaning there (try "writeNote")'],
  ['noteTable', 'noteTable has another meaning there (try "noteTableNote")'],
  ['delete', 'delete has another meaning there (try "deleteNote")'],
  ['fetch', 'fetch has another meaning there (try "fetchNote")'],
])('a job %s is refused', (job, words) => {
  expect(refusal(specOf('note', job))).toEqual([`actions[0].job (act0): ${words}`])
})

test('a job is for somebody, and a public write is by nobody', () => {
  const access = { read: 'public', write: 'public' } as const
  const open: Spec = { ...specOf('note', 'tellAda'), access, confirm: ['publicWrite'] }
  expect(refusal(open)).toEqual([expect.stringContaining('actions[0].job (act0): needs somebody')])
})

test('the name of a job has the form of a name in the queue', () => {
  for (const job of ['tell-owner', 'tellOwner2', 'TellOwner'])
    expect(parseSpec(specOf('note', job))).toMatchObject({
      issues: [{ path: ['actions', 0, 'job'], suggestion: 'tellOwner' }],
    })
})
