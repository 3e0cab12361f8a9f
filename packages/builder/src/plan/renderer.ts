import type { Migration, Project, Rendering } from '../render/rendering.ts'
import type { Resource } from '../spec/resource.ts'

/** What makes text of resources. */
export interface Renderer {
  render(resource: Resource, project: Project): Rendering
  /** Null where the database stays as it is. */
  migrationOf(before: Resource | undefined, after: Resource | undefined, project: Project): Migration | null
}
