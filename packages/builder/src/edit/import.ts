import { parseAst } from 'rolldown/parseAst'
import type { Range, Splice } from '../render/rendering.ts'
import { compareNames, LINE_WIDTH, lineEnd, lineStop, replaced, withLineEnds } from './text.ts'

interface From {
  /** From the root of the project. */
  path: string
  /** `./note/router.ts` */
  module: string
  /** What is taken from it: `noteRouter`, `type Note`. */
  names: readonly string[]
}

/** `import { noteRouter } from './note/router.ts'` among the imports of a file, in their order. */
export const importFrom = (from: From) => statementFrom('import', from)

/** The same for `export { note } from './note/schema.ts'`. */
export const exportFrom = (from: From) => statementFrom('export', from)

interface Statement extends Range {
  module: string
}

function statementFrom(word: 'import' | 'export', { path, module, names }: From): Splice {
  const content = statementOf(word, names, module)
  const find = (text: string) => statementsOf(text, word).find((statement) => statement.module === module)
  return {
    path,
    key: `${word} ${module}`,
    content,
    find,
    insert(text) {
      if (find(text)) return text
      const statements = statementsOf(text, word)
      const next = statements.find((statement) => compareModules(module, statement.module) < 0)
      const previous = next ? statements[statements.indexOf(next) - 1] : statements.at(-1)
      const code = withLineEnds(content, text)
      if (previous) {
        const stop = lineStop(text, previous.end)
        return replaced(text, stop, stop, lineEnd(text) + code)
      }
      if (next) return replaced(text, next.start, next.start, code + lineEnd(text))
      throw new Error(`${path} has no ${word} beside which that of ${module} could stand`)
    },
    remove(text) {
      const found = find(text)
      if (!found) return text
      const stop = lineStop(text, found.end)
      const isLast = stop === text.length
      const end = lineEnd(text)
      return isLast
        ? replaced(text, found.start - end.length, stop, '')
        : replaced(text, found.start, stop + end.length, '')
    },
  }
}

function statementsOf(text: string, word: 'import' | 'export'): Statement[] {
  return parseAst(text, { lang: 'ts' }).body.flatMap((statement) => {
    const type = word === 'import' ? 'ImportDeclaration' : 'ExportNamedDeclaration'
    if (statement.type !== type || !('source' in statement) || !statement.source) return []
    return [{ start: statement.start, end: statement.end, module: statement.source.value }]
  })
}

function statementOf(word: string, names: readonly string[], module: string): string {
  const isType = names.every((name) => name.startsWith('type '))
  const bare = (name: string) => name.replace(/^type /, '')
  const sorted = names
    .toSorted((a, b) => compareNames(bare(a), bare(b)))
    .map((name) => (isType ? bare(name) : name))
  const clause = `${word}${isType ? ' type' : ''}`
  const one = `${clause} { ${sorted.join(', ')} } from '${module}'`
  return one.length <= LINE_WIDTH
    ? one
    : `${clause} {\n${sorted.map((name) => `  ${name},\n`).join('')}} from '${module}'`
}

/** Packages come before paths, and paths that lead up before those that lead down. */
function compareModules(a: string, b: string): number {
  const rank = (module: string) => (module.startsWith('../') ? 1 : module.startsWith('./') ? 2 : 0)
  return rank(a) - rank(b) || compareNames(a, b)
}
