import { JSON_TEXT } from '@tandem/rest/json-text'

/**
 * A page of rows as PostgreSQL wrote them. An adapter sends its JSON as it is, without parsing it and writing it again. To
 * everyone else it is an ordinary page: `data` is parsed when it is first read.
 */
export class WrittenPage<Item, Page> {
  declare readonly data: Item[]
  declare readonly page: Page
  static readonly #data: PropertyDescriptor & ThisType<WrittenPage<unknown, unknown>> = {
    enumerable: true,
    get() {
      this.#parsed ??= JSON.parse(this.#array)
      return this.#parsed
    },
  }

  readonly #rows: string[]
  #parsed: unknown[] | undefined

  /** `rows` holds the JSON of each row. A list without pages has none to tell of. */
  constructor(rows: string[], page: Page) {
    this.#rows = rows
    // An own property, not the prototype's: what copies or compares a page finds its rows.
    Object.defineProperty(this, 'data', WrittenPage.#data)
    if (page !== undefined) this.page = page
  }

  /** Once parsed, the rows may have been mutated, so serialise them again. */
  get [JSON_TEXT](): string {
    if (this.#parsed) return JSON.stringify(this)
    return `{"data":${this.#array}${this.page === undefined ? '' : `,"page":${JSON.stringify(this.page)}`}}`
  }

  get #array(): string {
    return `[${this.#rows.join()}]`
  }
}
