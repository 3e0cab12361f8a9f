import { JSON_TEXT } from '@tandem/json-text'
import type { Task, TaskPage } from './schema.ts'

/**
 * A page as the database wrote it: whoever sends it on takes its JSON, which nobody has read and written again by then. To
 * everyone else it is a page like any other, whose tasks are read when somebody looks at them.
 */
export class WrittenPage implements TaskPage {
  declare readonly data: Task[]
  declare readonly page: TaskPage['page']
  static readonly #data: PropertyDescriptor & ThisType<WrittenPage> = {
    enumerable: true,
    get() {
      this.#read ??= JSON.parse(this.#array)
      return this.#read
    },
  }

  readonly #written: string[]
  #read: Task[] | undefined

  /** Each of the tasks is the JSON of one. */
  constructor(tasks: string[], page: TaskPage['page']) {
    this.#written = tasks
    // Its own, and not its prototype's: what copies or compares a page finds the tasks in it.
    Object.defineProperty(this, 'data', WrittenPage.#data)
    this.page = page
  }

  /** Who has looked at the tasks may have changed them. */
  get [JSON_TEXT](): string {
    return this.#read ? JSON.stringify(this) : `{"data":${this.#array},"page":${JSON.stringify(this.page)}}`
  }

  get #array(): string {
    return `[${this.#written.join()}]`
  }
}
