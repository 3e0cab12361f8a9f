import path from 'node:path'
import type { ProjectState } from '../explore/explore.ts'
import type { Read } from '../plan/compose.ts'

/** Resources whose specs name another. */
export function dependentSpecs(name: string, { specs }: ProjectState): string[] {
  return [...specs.values()].flatMap((spec) => {
    if (spec.name === name) return []
    if (spec.parent === name) return [`the resource ${spec.name} is below ${name}`]
    const field = spec.fields.find(({ to }) => to === name)
    return field ? [`the resource ${spec.name} has the relation ${field.name} to ${name}`] : []
  })
}

const IMPORT = /(?:from|import)\s*\(?\s*['"](\.{1,2}\/[^'"]+)['"]/g

/** Files outside that import one that goes. `after` is what is read once it has gone. */
export function dependentFiles(gone: ReadonlySet<string>, files: readonly string[], after: Read): string[] {
  return files.filter(
    (file) =>
      /\.tsx?$/.test(file) &&
      !gone.has(file) &&
      importsOf(file, after(file) ?? '').some((one) => gone.has(one)),
  )
}

/** The project's files that a file imports, which name their extension. */
export function importsOf(file: string, text: string): string[] {
  const folder = path.posix.dirname(file)
  return [...text.matchAll(IMPORT)].map(([, target = '']) => path.posix.join(folder, target))
}
