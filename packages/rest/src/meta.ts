import type { z } from 'zod'

export type RestMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export type RestContentType = 'application/json' | 'application/x-www-form-urlencoded' | 'multipart/form-data'

/** What a `links` function is given: the input as coerced (before the parsers' defaults) and the output. */
export interface RestResult {
  input: unknown
  output: unknown
}

/** An error that a route tells in other words than the rest. */
export interface RestErrorResponse {
  description: string
  schema: z.core.$ZodType
  /** Default: `application/json`. */
  contentType?: string
}

/** How one procedure is served over REST. All but the last six fields are what `trpc-to-openapi` reads. */
export interface RestRoute {
  method: RestMethod
  /** Relative to the plugin's prefix, with whole segments as parameters: `/{userId}/tasks/{id}`. */
  path: `/${string}`
  summary?: string
  description?: string
  /** Default: the first segment of the procedure's path, when it is nested. */
  tags?: string[]
  /** Whether the document asks for `security` and lists 401 and 403. It guards nothing: middlewares do. */
  protect?: boolean
  deprecated?: boolean
  /** Default: the procedure's path in camel case, `task.list` as `taskList`. */
  operationId?: string
  /** `false` leaves the procedure out of the REST API. */
  enabled?: boolean
  /**
   * Statuses to document beside those the adapter itself gives: with a description, with a body of their own, or
   * with `null` for one that this route never gives after all.
   */
  errorResponses?: number[] | Record<number, string | RestErrorResponse | null>
  successDescription?: string
  /** Documented only. */
  requestHeaders?: z.core.$ZodObject
  /** Documented only. */
  responseHeaders?: z.core.$ZodObject
  /** Bodies the route takes. Default: JSON only. */
  contentTypes?: RestContentType[]
  /** Default: 200, or 204 when the output is `z.void()` or `z.undefined()`. */
  successStatus?: number
  /** The output field that is the resource's version, sent as a strong `ETag`. */
  etag?: string
  /**
   * The input field fed from `If-Match` and from nowhere else. It gets every listed tag that parses, as an
   * array where the schema takes one: `[]` means that nothing can match, and absent that there is no condition.
   */
  ifMatch?: string
  /** Path of the created resource, filled from the output, then from the path parameters: `/{userId}/tasks/{id}`. */
  location?: `/${string}`
  /** `Link` relations, each with the query parameters to change in this request's URL (`null` removes one). */
  links?: (result: RestResult) => Record<string, Record<string, string | number | null>>
  /** What the data of each event is, where the procedure is a subscription. Documented only. */
  event?: z.core.$ZodType
}

/** The procedure meta this adapter reads: `initTRPC.meta<RestMeta>()`, alone or intersected with your own. */
export interface RestMeta {
  openapi?: RestRoute
}
