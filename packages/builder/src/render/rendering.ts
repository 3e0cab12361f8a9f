import type { NamesOf } from '../spec/names.ts'
import type { Resource } from '../spec/resource.ts'
import type { Spec } from '../spec/spec.ts'

/** A part of a text, by the index of its first character and of the first one after it. */
export interface Range {
  start: number
  end: number
}

/** Text that a file of several owners gains for one resource, such as a line in a list. */
export interface Splice {
  /** From the root of the project. */
  path: string
  /** What it is, the same for every version of it: `model Note`. */
  key: string
  /** What is spliced in, with `\n` between its lines. */
  content: string
  /** Where it stands, perhaps in another version or edited by hand. */
  find(text: string): Range | undefined
  /** Returns the text with the splice in it, every other byte as it was. A text that has it already, in whatever version, stays as it is. @throws where the place is not found */
  insert(text: string): string
  /** The inverse: without the splice, every other byte as it was. A text that lacks it stays as it is. */
  remove(text: string): string
}

/** What one resource consists of, before anything is written. */
export interface Rendering {
  /** Files that belong to the resource alone: path from the root, and text. Code as it comes: the project's formatter gives it its final form. */
  files: ReadonlyMap<string, string>
  /** What registers gain, in order. Two may name the same file. */
  splices: readonly Splice[]
}

/** A change of the database: complete SQL, since a model's checks, triggers and generated columns are more than Prisma knows. */
export interface Migration {
  /** `add_notes`: the name of its folder, after the time. */
  name: string
  sql: string
}

/** A resource of the project that another may be nested under or relate to. */
export interface Target {
  names: NamesOf
  isOwned: boolean
  /** Its deleted rows can be restored, so that what belongs to them outlives them. */
  hasTrash: boolean
  /** What it is nested under itself. */
  parent?: NamesOf | undefined
  /** Where it was written by hand: what a spec of its name adds to. */
  byHand?: ByHand | undefined
}

/** What is there of a resource that was written by hand. */
export interface ByHand {
  /** Its fields and columns, those that a spec has added included. */
  fields: readonly string[]
  /** The parameters of its list. */
  parameters: readonly string[]
  /** The web app keeps it too, and has a `NEW_TASK` for those that the server does not know yet. */
  isInWeb: boolean
}

/** What renderers need to know of the project beside the resource. */
export interface Project {
  /** Resources by their singular in camelCase: what a parent and relations name. `user` is not among them. */
  targets: ReadonlyMap<string, Target>
  /** The specs of resources that the builder made. */
  specs: ReadonlyMap<string, Spec>
  /** What PostgreSQL says of each computed field: `computedOf`. */
  computed: ReadonlyMap<string, { type: string }>
}

/** A resource, with what its renderers need to know. */
export interface Subject {
  resource: Resource
  project: Project
}
