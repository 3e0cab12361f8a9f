import { fail, type Named } from './fail.ts'

const parameter = /^\{([A-Za-z_][A-Za-z0-9_]*)\}$/
const literal = /^[^{}*?#\s%]+$/

/** A path without the names of its parameters: paths of the same shape match the same URLs. */
export function pathShape(path: string): string {
  return path.replace(/\{[^}]*\}/g, '{}')
}

/** The names of a path's parameters, in order. */
export function pathParams(route: Named): string[] {
  const names: string[] = []
  if (!route.path.startsWith('/')) fail(route, 'the path must start with "/"')
  if (route.path === '/') return names
  for (const segment of route.path.slice(1).split('/')) {
    const name = parameter.exec(segment)?.[1]
    if (name === undefined) {
      if (!literal.test(segment)) fail(route, `"${segment}" is neither a literal nor one whole {parameter}`)
      continue
    }
    if (names.includes(name)) fail(route, `the path names {${name}} twice`)
    names.push(name)
  }
  return names
}
