import type { Resource } from '../../spec/resource.ts'
import type { Column } from '../columns.ts'
import { BROWSER_MODULES, importFresh } from '../fresh-samples.ts'
import type { Project } from '../rendering.ts'
import { Imports, key, quoted, withArticle } from '../source.ts'
import { labelField } from './names.ts'
import { addressOf, neededIds, setUpOf } from './test-setup.ts'
import {
  type Changed,
  calledAs,
  changedField,
  mistakeIn,
  sentence,
  typedFields,
  typedRow,
} from './test-values.ts'
import { actionWords, fieldWords, titleOf } from './words.ts'

const HARNESS = '../support/harness.ts'
const LOCATORS = '../support/locators.ts'
const ROWS = '../support/rows.ts'

/** What the test of a page is written from. */
interface Subject {
  resource: Resource
  columns: readonly Column[]
  imports: Imports
  /** The field that is changed. Undefined where none can be. */
  changed: Changed | undefined
  /** What a row is called that the test has added, as code. */
  called: string
}

/** `note.e2e.ts`: the page in a browser, by keyboard. Empty where a test could open nothing. */
export function browserTestFile(resource: Resource, columns: readonly Column[], project: Project): string {
  const imports = new Imports()
  const { names, operations } = resource
  imports.use('vitest', 'test')
  const setUp = operations.includes('create') ? setUpOf(resource, columns, project, imports) : undefined
  // Without what a row needs, the page is there, and empty.
  if (!setUp) return opensOnly(resource, project)
  const canChange = operations.includes('update') || operations.includes('replace')
  const subject: Subject = {
    resource,
    columns,
    imports,
    changed: canChange ? changedField(resource, columns) : undefined,
    called: calledAs(resource, columns),
  }
  const tests = [works(subject), ...conflicts(subject), ...refuses(subject)]
  const isAnother = subject.changed !== undefined
  const opened = `${imports.use(HARNESS, 'open')}(user, ${addressOf(resource)})`
  const ids = neededIds(columns).map((id) => `, ${id}`)
  const opener = isAnother
    ? `const openAnother = () => ${opened}\n  return { page: await openAnother(), openAnother${ids.join('')} }`
    : `return { page: await ${opened}${ids.join('')} }`
  const body = `/** The page of ${names.manyWords}, of somebody who may write. */
async function openPage() {
  ${setUp.join('\n')}
  ${opener}
}

${tests.join('\n\n')}
`
  importFresh(body, imports, BROWSER_MODULES)
  return `${imports}\n${body}`
}

/** Empty where not even the row above can be made. */
function opensOnly(resource: Resource, project: Project): string {
  const imports = new Imports()
  const setUp = setUpOf(resource, [], project, imports)
  if (!setUp) return ''
  imports.use('vitest', 'test')
  for (const name of ['heading', 'visible']) imports.use(LOCATORS, name)
  const body = `test('the page of ${resource.names.manyWords} opens', async () => {
  ${setUp.join('\n')}
  const page = await ${imports.use(HARNESS, 'open')}(user, ${addressOf(resource)})
  await visible(heading(page, ${quoted(titleOf(resource))}))
  await ${imports.use(ROWS, 'loaded')}(page)
})`
  importFresh(body, imports, BROWSER_MODULES)
  return `${imports}\n${body}\n`
}

/** Opens the page, as code. The ids that a test's values name come with it. */
const opened = ({ columns }: Subject, ...more: string[]) =>
  `const { ${['page', ...more, ...neededIds(columns)].join(', ')} } = await openPage()`

const added = ({ resource, columns, imports }: Subject) => [
  `const values = ${typedRow(typedFields(resource, columns))}`,
  `await ${imports.use(ROWS, 'addRow')}(page, ${quoted(resource.names.words)}, values)`,
]

function works(subject: Subject): string {
  const { called, changed, imports, resource } = subject
  const { actions, names, operations } = resource
  for (const name of ['heading', 'visible']) imports.use(LOCATORS, name)
  imports.use('vitest', 'expect')
  imports.use(ROWS, 'rowButton')
  const label = labelField(resource.fields)?.name
  // One after which the row is called the same.
  const action = actions.find(({ set }) => label === undefined || !(label in set))
  const canDelete = operations.includes('delete')
  const lines = [
    opened(subject),
    `await visible(heading(page, ${quoted(titleOf(resource))}))`,
    ...added(subject),
    ...(changed ? changing(subject, changed) : [`const row = rowButton(page, ${called})`]),
    'await visible(row)',
    ...(action
      ? [
          `await ${imports.use(ROWS, 'runAction')}(page, row, ${quoted(actionWords(action))})`,
          `await visible(${imports.use(LOCATORS, 'toast')}(page, ${quoted(`${sentence(names.words)} changed`)}))`,
        ]
      : []),
    `expect(await ${imports.use('../support/axe.ts', 'violations')}(page)).toEqual([])`,
    ...(canDelete
      ? [
          `await ${imports.use(ROWS, 'deleteRow')}(page, row)`,
          `await ${imports.use(LOCATORS, 'hidden')}(row)`,
        ]
      : []),
  ]
  const verbs = ['added', ...(changed ? ['changed'] : []), ...(canDelete ? ['deleted'] : [])]
  return `test('${names.manyWords} are ${verbs.join(', ').replace(/, (\w+)$/, ' and $1')} by keyboard', async () => {
  ${lines.join('\n')}
})`
}

function changing({ called, imports }: Subject, { column, isLabel, values }: Changed): string[] {
  return [
    ...(isLabel ? [`const changed = ${values[0]}`] : []),
    `await ${imports.use(ROWS, 'editRow')}(page, rowButton(page, ${called}), { ${key(fieldWords(column))}: ${isLabel ? 'changed' : values[0]} })`,
    `const row = rowButton(page, ${isLabel ? 'changed' : called})`,
  ]
}

function conflicts(subject: Subject): string[] {
  const { called, changed, imports, resource } = subject
  if (!changed) return []
  const name = key(fieldWords(changed.column))
  const form = imports.use(ROWS, 'form')
  const { hidden, visible } = {
    hidden: imports.use(LOCATORS, 'hidden'),
    visible: imports.use(LOCATORS, 'visible'),
  }
  const lines = [
    opened(subject, 'openAnother'),
    ...added(subject),
    `${imports.use(HARNESS, 'allowConsoleErrors')}(page, ${imports.use(HARNESS, 'NETWORK_ERRORS')})`,
    'const another = await openAnother()',
    `await rowButton(page, ${called}).press('Enter')`,
    `await ${imports.use(ROWS, 'fillIn')}(page, { ${name}: ${changed.values[0]} })`,
    `await editRow(another, rowButton(another, ${called}), { ${name}: ${changed.values[1]} })`,
    `await page.keyboard.press('Control+Enter')`,
    `await ${visible}(${form}(page).getByText('was changed elsewhere'))`,
    `await ${form}(page).getByRole('button', { name: 'Save mine' }).press('Enter')`,
    `await ${hidden}(${form}(page))`,
  ]
  return [
    `test('what is typed is kept while ${withArticle(resource.names.words)} changes elsewhere, and saved when its user says so', async () => {
  ${lines.join('\n')}
})`,
  ]
}

function refuses(subject: Subject): string[] {
  const { columns, imports, resource } = subject
  const mistake = mistakeIn(resource, columns)
  if (!mistake) return []
  const form = imports.use(ROWS, 'form')
  const visible = imports.use(LOCATORS, 'visible')
  const { words } = resource.names
  const lines = [
    mistake.values === undefined ? 'const { page } = await openPage()' : opened(subject),
    // The browser logs every answer that is an error.
    ...(mistake.values === undefined
      ? []
      : [`${imports.use(HARNESS, 'allowConsoleErrors')}(page, ${imports.use(HARNESS, 'NETWORK_ERRORS')})`]),
    `await ${imports.use(ROWS, 'loaded')}(page)`,
    "await page.keyboard.press('n')",
    `await ${visible}(${form}(page))`,
    ...(mistake.values === undefined
      ? []
      : [`await ${imports.use(ROWS, 'fillIn')}(page, ${mistake.values})`]),
    "await page.keyboard.press('Control+Enter')",
    `await ${visible}(${form}(page).getByText(${quoted(mistake.message)}))`,
  ]
  return [
    `test('${withArticle(words)} that cannot be is refused at its field', async () => {
  ${lines.join('\n')}
})`,
  ]
}
