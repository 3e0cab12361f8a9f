/** What an error message says about a route. */
export interface Named {
  procedure: string
  method: string
  path: string
}

/** Refuses a route for a mistake in its meta or its schemas. */
export function fail(route: Named, mistake: string): never {
  throw new Error(`@tandem/rest: ${route.procedure} (${route.method} ${route.path}): ${mistake}.`)
}
