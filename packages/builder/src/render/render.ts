import type { Resource } from '../spec/resource.ts'
import { columnsOf } from './columns.ts'
import { renderExtension } from './extension/render-extension.ts'
import { accessFile } from './files/access.ts'
import { jobsFile } from './files/jobs.ts'
import { routerFile } from './files/router.ts'
import { routerTestFile } from './files/router-test/router-test.ts'
import { schemaFile } from './files/schema.ts'
import { tableFile } from './files/table.ts'
import { renderPage } from './page/render-page.ts'
import { registers } from './registers.ts'
import type { Project, Rendering } from './rendering.ts'

/** What a resource consists of. */
export function render(resource: Resource, project: Project): Rendering {
  const columns = columnsOf(resource, project)
  if (resource.isExtension) return renderExtension(resource, columns, project)
  const folder = `packages/api/src/${resource.names.folder}`
  const page = renderPage(resource, columns, project)
  const jobs = jobsFile(resource)
  const test = routerTestFile(resource, columns)
  const files = new Map([
    [`${folder}/schema.ts`, schemaFile(resource, columns)],
    [`${folder}/table.ts`, tableFile(resource, columns)],
    [`${folder}/router.ts`, routerFile(resource, columns)],
    [`${folder}/access.ts`, accessFile(resource, columns)],
    ...(jobs === undefined ? [] : [[`${folder}/jobs.ts`, jobs] as const]),
    ...(test === '' ? [] : [[`${folder}/router.test.ts`, test] as const]),
    ...page.files,
  ])
  return { files, splices: [...registers(resource, columns, project), ...page.splices] }
}
