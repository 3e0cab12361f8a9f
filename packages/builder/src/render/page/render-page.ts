import { importFrom } from '../../edit/import.ts'
import { listItem } from '../../edit/list.ts'
import type { Resource } from '../../spec/resource.ts'
import type { Column } from '../columns.ts'
import type { Project, Rendering } from '../rendering.ts'
import { quoted } from '../source.ts'
import { browserTestFile } from './browser-test.ts'
import { pageFiles, WEB } from './names.ts'
import { entryFile, pageFile } from './page.ts'
import { titleOf, wordsFile } from './words.ts'

/** The page of the web app for a resource, where it is asked for. */
export function renderPage(resource: Resource, columns: readonly Column[], project: Project): Rendering {
  if (!resource.hasPage) return { files: new Map(), splices: [] }
  const { one, folder } = resource.names
  const paths = pageFiles(resource.names)
  const test = browserTestFile(resource, columns, project)
  return {
    files: new Map([
      [paths.words, wordsFile(resource, columns)],
      [paths.entry, entryFile(resource)],
      [paths.page, pageFile(resource, columns, project)],
      ...(test === '' ? [] : [[paths.test, test] as const]),
    ]),
    splices: [
      listItem({
        path: `${WEB}/english/resources/titles.ts`,
        list: 'resourceTitles',
        id: one,
        content: `${one}: ${quoted(titleOf(resource)).replaceAll('"', "'")}`,
      }),
      importFrom({
        path: `${WEB}/resources/pages.ts`,
        module: `./${folder}/entry.ts`,
        names: [`${one}Page`],
      }),
      listItem({
        path: `${WEB}/resources/pages.ts`,
        list: 'resourcePages',
        id: one,
        content: `${one}: ${one}Page`,
      }),
    ],
  }
}
