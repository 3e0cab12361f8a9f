/** Text that a file of several owners gains for one resource, such as a line in a list. */
export interface Splice {
  /** From the root of the project. */
  path: string
  /** Returns the text with the splice in it, every other byte as it was. A text that has it already stays as it is. @throws where the place is not found */
  insert(text: string): string
  /** The inverse: without the splice, every other byte as it was. */
  remove(text: string): string
}

/** What one resource consists of, before anything is written. */
export interface Rendering {
  /** Files that belong to the resource alone: path from the root, and text. */
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
