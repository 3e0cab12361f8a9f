import type { Migration, Project, Rendering, Subject } from '../render/rendering.ts'
import type { Resource } from '../spec/resource.ts'

/** What makes text of resources. */
export interface Renderer {
  render(resource: Resource, project: Project): Rendering
  /** Null where the database stays as it is. */
  migrationOf(before: Subject | undefined, after: Subject | undefined): Migration | null
}
