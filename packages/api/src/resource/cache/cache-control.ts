import type { ResourceTable } from '../table.ts'

/**
 * Returns the `Cache-Control` of a resource's reads. @throws Error where a proxy could keep the rows of one user. An API key
 * is not in the header `Authorization`, which keeps shared caches away by itself (RFC 9111, section 3.5): only `private` and
 * `no-store` do so for both kinds of credentials.
 */
export function cacheControlOf(
  { name, isOwned }: Pick<ResourceTable, 'name' | 'isOwned'>,
  control: string,
): string {
  if (!isOwned) return control
  // A comma in a quoted argument separates no directives.
  const directives = control
    .replace(/"[^"]*"/g, '')
    .toLowerCase()
    .split(/ *, */)
  // With an argument, `private` is about some of the headers only.
  const isPrivate = directives.includes('private') || directives.includes('no-store')
  const isShared = directives.some((directive) => /^(public|s-maxage)(=|$)/.test(directive))
  if (isPrivate && !isShared) return control
  throw new Error(
    `cacheControl of ${name}: "${control}" lets shared caches keep rows that belong to a user: say "private", and neither "public" nor "s-maxage"`,
  )
}
