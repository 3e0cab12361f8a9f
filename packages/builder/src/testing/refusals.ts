import { afterAll, beforeAll } from 'vitest'
import { explore, type ProjectState } from '../explore/explore.ts'
import { checkSpec } from '../spec/check/check.ts'
import { lineOf } from '../spec/issue.ts'
import type { FieldSpec, Spec } from '../spec/spec.ts'
import { createProject, type TestProject } from './project.ts'

export const base: Spec = { version: 1, name: 'note', fields: [{ name: 'body', type: 'text' }] }

const titled = (spec: Partial<Spec>) =>
  JSON.stringify({ version: 1, ...spec, fields: [{ name: 'title', type: 'text' }] })

/**
 * Checks specs in a project that has albums, with tracks below them, and shared genres. To be called once in a test file, outside
 * of its tests.
 */
export function createChecker() {
  let folder: TestProject
  let project: ProjectState
  beforeAll(async () => {
    folder = createProject({
      'apps/web/src/app.tsx': 'export const App = () => <Route path="/charts" component={Charts} />\n',
      'packages/api/src/schemas.ts': "export { email, type User } from './user/schema.ts'\n",
      'prisma/resources/album.json': titled({ name: 'album' }),
      'prisma/resources/track.json': titled({ name: 'track', parent: 'album' }),
      'prisma/resources/genre.json': titled({ name: 'genre', access: { read: 'user', write: 'role:admin' } }),
    })
    project = await explore(folder.root)
  })
  afterAll(() => folder.remove())

  /** The lines with which a spec is refused, which is {@link base} but for this. */
  const refusal = (spec: Partial<Spec>) => {
    const whole = { ...base, ...spec }
    return checkSpec(whole, project).map((issue) => lineOf(issue, whole))
  }
  return { refusal, refusalOfFields: (...fields: FieldSpec[]) => refusal({ fields }) }
}
