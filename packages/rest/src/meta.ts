import type { z } from 'zod'
import type { ErrorDeclarations } from './declared-errors.ts'

export type RestMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export type RestContentType = 'application/json' | 'application/x-www-form-urlencoded' | 'multipart/form-data'

/** What a `links` function gets: the coerced input, without the parsers' defaults, and the output. */
export interface RestResult {
  input: unknown
  output: unknown
}

/** An error response that differs from those of other routes. */
export interface RestErrorResponse {
  description: string
  schema: z.core.$ZodType
  /** Default: `application/json`. */
  contentType?: string
}

/** How a procedure is served over REST. `trpc-to-openapi` reads the same fields, except for `errors` and the last eight. */
export interface RestRoute {
  method: RestMethod
  /** Relative to the plugin's prefix. Parameters are whole segments: `/{userId}/tasks/{id}`. */
  path: `/${string}`
  summary?: string
  description?: string
  /** Default: the first segment of a nested procedure's path. */
  tags?: string[]
  /** Documents `security`, 401 and 403. It guards nothing: middlewares do. Default: true. */
  protect?: boolean
  deprecated?: boolean
  /** Letters, digits, `_`, `.` and `-`. Default: the procedure's path, `task.list` as `task-list`. */
  operationId?: string
  /** `false` leaves the procedure out of the REST API. */
  enabled?: boolean
  /**
   * Statuses to document beside those of the adapter: alone, with a description, or with a body of their own. `null`
   * removes a status that this route never answers.
   */
  errorResponses?: number[] | Record<number, string | RestErrorResponse | null>
  /** What `declareErrors` returned: the errors that callers can tell from others. Documentation only. */
  errors?: { readonly declarations: ErrorDeclarations }
  successDescription?: string
  /** Documentation only. */
  requestHeaders?: z.core.$ZodObject
  /** Documentation only. */
  responseHeaders?: z.core.$ZodObject
  /** Accepted bodies, at least one. Default: JSON only. */
  contentTypes?: RestContentType[]
  /**
   * Default: 200, or 204 when the output is `z.void()` or `z.undefined()`. 301, 302, 303, 307 and 308 redirect to
   * `location`, or to the URL that is the output, or to the `Location` that the application has set.
   */
  successStatus?: number
  /**
   * The media type of an output that is text, bytes, a `File`, a `Blob`, a stream, or an async iterable of text or bytes:
   * `text/csv`. With a range, such as `image/*`, a `File` or a `Blob` has its own type. `text/event-stream` sends the
   * values of an async iterable as server-sent events. Default: `application/json`.
   */
  responseType?: string
  /** The output field that is the resource's version, sent as a strong `ETag`. */
  etag?: string
  /**
   * The input field that `If-Match` sets, and nothing else. It gets the version of every tag that has one, as an array
   * where the schema takes one. `[]` means that no version can match; without a condition the field is absent.
   */
  ifMatch?: string
  /** Path of the created resource, or of a redirect. Output fields fill it before path parameters: `/{userId}/tasks/{id}`. */
  location?: `/${string}`
  /** `Link` relations, each with the query parameters that it changes in this request's URL (`null` removes one). */
  links?: (result: RestResult) => Record<string, Record<string, string | number | null>>
  /** The `Cache-Control` of a GET's answers, errors excepted: `private, max-age=60`. Default: none. */
  cacheControl?: string
  /** The data of each event of an event stream. Documentation only. */
  event?: z.core.$ZodType
}

/** The procedure meta this adapter reads: `initTRPC.meta<RestMeta>()`, alone or intersected with your own. */
export interface RestMeta {
  openapi?: RestRoute
  /**
   * The procedure never looks at `opts.signal`, so it gets none. To make one is an eighth of what a read costs on Node 20,
   * where all that was made outlives its call.
   */
  ignoresSignal?: boolean
}
