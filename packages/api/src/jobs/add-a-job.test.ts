import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { createContext } from '../core/context.ts'
import { testApi } from '../testing/test-api.ts'
import { createProject } from './testing/create-project.ts'
import { planProject } from './testing/plan-project.ts'
import { runJobs } from './testing/run-jobs.ts'

const doc = path.join(import.meta.dirname, '../../../../docs/add-a-job.md')

test.each(['plan-project.ts', 'create-project.ts'])(
  'docs/add-a-job.md contains %s as it would be in a feature',
  async (file) => {
    const example = await readFile(path.join(import.meta.dirname, 'testing', file), 'utf8')
    const inFeature = example
      .replace("'../define-job.ts'", "'../jobs/define-job.ts'")
      .replace("'../../core/", "'../core/")
      .replace("'./plan-project.ts'", "'./jobs.ts'")
    expect(await readFile(doc, 'utf8')).toContain(`\`\`\`ts\n${inFeature}\`\`\``)
  },
)

test('the example of docs/add-a-job.md has its effect once, however often it runs', async () => {
  const { services, signIn } = await testApi()
  const ada = await signIn()
  const ctx = await createContext(services, {
    requestId: 'test',
    address: '192.0.2.1',
    calls: 1,
    takeFromLimit: async () => true,
    authorization: `Bearer ${ada.token}`,
  })
  const project = await createProject(ctx, ada.id, 'Garden')
  const [report] = await runJobs(services, [planProject])
  if (!report) throw new Error('the job did not run')
  const again = { ...services, id: report.id, attempt: 2, signal: new AbortController().signal }
  await planProject.run({ userId: ada.id, projectId: project.id }, again)
  const { data } = await ada.api.task.list({})
  expect(data).toMatchObject([{ id: report.id, title: 'Plan this project', projectId: project.id }])
})
