/** The path of `APP_URL`, without a slash at its end: empty, or one such as `/tandem`. */
export function basePathOf(appUrl: string): string {
  return new URL(appUrl).pathname.replace(/\/+$/, '')
}

/**
 * What takes that path off a URL. A proxy may have taken it off already, so that a URL without it is left as it is.
 * Undefined if there is nothing to take off.
 */
export function basePathRemover(base: string): ((url: string) => string) | undefined {
  if (base === '') return undefined
  return (url) => {
    if (!url.startsWith(base)) return url
    const rest = url.slice(base.length)
    if (rest === '' || rest.startsWith('?')) return `/${rest}`
    return rest.startsWith('/') ? rest : url
  }
}
