import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { allowConsoleErrors, NETWORK_ERRORS, newUser, open } from '../support/harness.ts'
import { heading, hidden, visible } from '../support/locators.ts'

const csv = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
const chooseFiles = (page: Page, ...files: ReturnType<typeof csv>[]) =>
  page.getByLabel('Choose a CSV file').setInputFiles(files)
/** Not the progress, which says how many of them. */
const added = (page: Page, text: string) => page.getByText(text, { exact: true })
const column = (page: Page, name: string) => page.getByRole('combobox', { name })
const button = (page: Page, name: string) => page.getByRole('button', { name })

test('a CSV file of any program is read as its columns are chosen, previewed, added and taken back', async () => {
  const ada = await newUser()
  const garden = await ada.project('Garden')
  const page = await open(ada, '/import')
  const file = `What,Labels,When,Where,Colour
Buy milk,"home, shop",2026-12-24,garden,red
Call the vet,,when the moon is full,Animals,blue`
  await chooseFiles(page, csv('list.csv', file))
  await visible(heading(page, 'What will be added'))
  // “What” was guessed, and “When” was not.
  expect(await column(page, 'What').inputValue()).toBe('title')
  await column(page, 'When').selectOption('Due date')
  await column(page, 'Where').selectOption('Project')
  await visible(page.getByText('2 tasks, and 1 new project'))
  await visible(page.getByText('1 date could not be read. What could not be read is kept in the notes.'))

  await button(page, 'Add 2 tasks').click()
  await visible(added(page, '2 tasks added'))
  const [vet, milk] = await ada.tasks({ sort: 'title' }).then((tasks) => [...tasks].reverse())
  expect(milk).toMatchObject({
    title: 'Buy milk',
    tags: ['home', 'shop'],
    dueOn: '2026-12-24',
    projectId: garden,
  })
  expect(vet).toMatchObject({ title: 'Call the vet', description: 'Due: when the moon is full' })
  expect((await ada.projects()).map(({ name }) => name)).toEqual(['Animals', 'Garden'])

  await button(page, 'Undo the import').click()
  await visible(page.getByText('The import is undone.'))
  expect(await ada.titles()).toEqual([])
  expect((await ada.trashedTitles()).toSorted()).toEqual(['Buy milk', 'Call the vet'])
  expect((await ada.projects()).map(({ name }) => name)).toEqual(['Garden'])
})

test('several projects of Todoist are imported at once, each into its own', async () => {
  const ada = await newUser()
  const page = await open(ada, '/import')
  const head = 'TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE'
  await chooseFiles(
    page,
    csv('Home [6Jf8V].csv', `${head}\ntask,Water the plants @green,,1,1,Ada,,every day,en,\n`),
    csv('Work.csv', `${head}\ntask,Write the report,,4,1,Ada,,,,\nnote,Two pages,,,,Ada,,,,\n`),
  )
  await visible(page.getByText('2 tasks, and 2 new projects'))
  await button(page, 'Add 2 tasks').click()
  await visible(added(page, '2 tasks added'))
  const projects = new Map((await ada.projects()).map(({ id, name }) => [name, id]))
  const tasks = await ada.tasks()
  expect(tasks.find(({ title }) => title === 'Water the plants')).toMatchObject({
    recurrence: 'FREQ=DAILY',
    priority: 'urgent',
    tags: ['green'],
    projectId: projects.get('Home'),
  })
  expect(tasks.find(({ title }) => title === 'Write the report')).toMatchObject({
    description: 'Two pages',
    projectId: projects.get('Work'),
  })
})

test('a row that the server refuses is named, and all others are added', async () => {
  const ada = await newUser()
  const page = await open(ada, '/import')
  await chooseFiles(
    page,
    csv(
      'rules.csv',
      'Title,Due,Repeats\nGood,2026-12-24,FREQ=DAILY\nBad,2026-12-24,FREQ=SECONDLY\nPlain,,\n',
    ),
  )
  allowConsoleErrors(page, NETWORK_ERRORS)
  await button(page, 'Add 3 tasks').click()
  await visible(added(page, '2 tasks added'))
  await visible(page.getByText('1 row could not be added'))
  await visible(page.getByText(/^Row 3, “Bad”: recurrence/))
  expect((await ada.titles()).toSorted()).toEqual(['Good', 'Plain'])
})

test('an import that is interrupted goes on, and adds nothing twice', async () => {
  const ada = await newUser()
  const page = await open(ada, '/import')
  allowConsoleErrors(page, NETWORK_ERRORS)
  const names = Array.from({ length: 250 }, (_, i) => `task ${i}`)
  await chooseFiles(page, csv('many.csv', `Title\n${names.join('\n')}\n`))
  await visible(page.getByText('… and 200 more tasks'))
  let calls = 0
  await page.route(/task\.bulk/, async (route) => {
    calls += 1
    // The second takes effect, and its answer is lost.
    if (calls === 2) await route.fetch()
    return calls >= 2 ? route.abort() : route.continue()
  })
  await button(page, 'Add 250 tasks').click()
  await visible(page.getByText('Not all tasks were added.'))
  await page.unroute(/task\.bulk/)
  await button(page, 'Continue').click()
  await visible(added(page, '250 tasks added'))
  const { total } = JSON.parse((await ada.request('GET', `/${ada.id}/tasks/stats`)).text)
  expect(total).toBe(250)
  await button(page, 'Undo the import').click()
  await visible(page.getByText('The import is undone.'))
  expect(await ada.titles()).toEqual([])
})

test('a file that is no table is refused in a sentence', async () => {
  const page = await open(await newUser(), '/import')
  await chooseFiles(page, csv('empty.csv', 'Title\n'))
  await visible(page.getByRole('alert').getByText('empty.csv has no tasks'))
  await chooseFiles(page, csv('tasks.csv', 'Title\nBuy milk\n'))
  await visible(heading(page, 'What will be added'))
  await hidden(page.getByRole('alert'))
})

test('tasks are exported as CSV, which the import reads', async () => {
  const ada = await newUser()
  const projectId = await ada.project('Errands')
  await ada.create({ title: '=1+1', dueOn: '2026-12-24', tags: ['home'], projectId })
  const page = await open(ada, '/account')
  const downloading = page.waitForEvent('download')
  await button(page, 'Download tasks as CSV').click()
  const download = await downloading
  expect(download.suggestedFilename()).toMatch(/^tandem-\d{4}-\d\d-\d\d\.csv$/)
  const text = await readFile(await download.path(), 'utf8')
  await page.getByRole('link', { name: 'Import tasks from a file' }).click()
  await chooseFiles(page, csv('tandem.csv', text))
  await button(page, 'Add 1 task').click()
  await visible(added(page, '1 task added'))
  const [copy, first] = await ada.tasks()
  const { title, dueOn, tags } = first ?? {}
  expect(copy).toMatchObject({ title, dueOn, tags, projectId })
})
