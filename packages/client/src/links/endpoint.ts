/** Where the procedures are, and how to get there. */
export interface Endpoint {
  /** Absolute, without a slash at its end. */
  url: string
  fetch: typeof fetch
}
