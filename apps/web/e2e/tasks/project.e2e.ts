import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { chooseFilter, filterChip } from '../support/filters.ts'
import { allowConsoleErrors, NETWORK_ERRORS, newUser, open, serverHas } from '../support/harness.ts'
import {
  addTask,
  choose,
  hidden,
  projectLink,
  row,
  sheet,
  tasksLink,
  titleIn,
  titles,
  toast,
  undoButton,
  visible,
} from '../support/locators.ts'

const field = (page: Page) => sheet(page).getByRole('button', { name: /^Project/ })

async function userWithProjects() {
  const ada = await newUser()
  const home = await ada.project('Home')
  const work = await ada.project('Work', { color: 'blue' })
  return { ada, home, work }
}

test('the panel gives a task a project, which its row names, and takes it away', async () => {
  const { ada, home } = await userWithProjects()
  await ada.project('Old', { archived: true })
  const { id } = await ada.create('Buy milk')
  const page = await open(ada)
  await titleIn(page, 'Buy milk').click()
  await field(page).click()
  await visible(page.getByRole('menuitemcheckbox', { name: 'Home' }))
  expect(await page.getByRole('menuitemcheckbox').allTextContents()).toEqual(['No project', 'Home', 'Work'])
  await page.getByRole('menuitemcheckbox', { name: 'Home' }).click()
  await expect.poll(() => field(page).textContent()).toBe('Home')
  await serverHas(ada, id, { projectId: home })
  await page.keyboard.press('Escape')
  await visible(row(page, 'Buy milk').getByText('Home'))
  await undoButton(page, 'Task changed').click()
  await hidden(row(page, 'Buy milk').getByText('Home'))
  await serverHas(ada, id, { projectId: null })
})

test('several selected tasks get a project at once', async () => {
  const { ada, work } = await userWithProjects()
  const [one, two] = await ada.createAll(['One', 'Two'])
  const page = await open(ada)
  await visible(row(page, 'One'))
  await page.keyboard.press('Control+a')
  await choose(page, page.getByRole('toolbar').getByRole('button', { name: 'Project' }), 'Work')
  await visible(projectLink(page, 'Work', 2))
  for (const task of [one, two]) await serverHas(ada, task?.id ?? '', { projectId: work })
})

test('the list is filtered by projects, and by having none, as the URL says', async () => {
  const { ada, home, work } = await userWithProjects()
  await ada.createAll([{ title: 'Milk', projectId: home }, { title: 'Talk', projectId: work }, 'Loose'])
  const page = await open(ada)
  await visible(row(page, 'Milk'))
  await chooseFilter(page, 'Project', 'Home')
  await expect.poll(() => titles(page)).toEqual(['Milk'])
  expect(new URL(page.url()).searchParams.getAll('project')).toEqual([home])
  await chooseFilter(page, 'Project', 'No project')
  await expect.poll(() => titles(page)).toEqual(['Loose', 'Milk'])
  await page.reload()
  await visible(filterChip(page, 'Project Home, No project'))
  await expect.poll(() => titles(page)).toEqual(['Loose', 'Milk'])
  // A change from elsewhere moves a task out of the list.
  const milk = await ada.taskTitled('Milk')
  await ada.update(milk.id, { projectId: work })
  await expect.poll(() => titles(page)).toEqual(['Loose'])
})

test('quick add recognises +Project whatever the case, and as words where it was rejected', async () => {
  const { ada, home } = await userWithProjects()
  const page = await open(ada)
  const chips = page.getByRole('list', { name: 'Recognised in your text' }).getByRole('listitem')
  await page.getByLabel('New task').fill('Water the plants +HOME tomorrow')
  await expect.poll(() => chips.allTextContents()).toEqual(['Project: Home', 'Due: Tomorrow'])
  await page.keyboard.press('Enter')
  await visible(row(page, 'Water the plants').getByText('Home'))
  await visible(projectLink(page, 'Home', 1))
  expect(await ada.taskTitled('Water the plants')).toMatchObject({ projectId: home })

  await page.getByLabel('New task').fill('Phone +home')
  await page.getByRole('button', { name: 'Keep “+home” in the title' }).click()
  await expect.poll(() => chips.count()).toBe(0)
  await page.getByLabel('New task').press('Enter')
  await visible(row(page, 'Phone +home'))
  expect(await ada.taskTitled('Phone +home')).toMatchObject({ projectId: null })
})

test('offline, names of projects show, and a task gets one that is sent later', async () => {
  const { ada, home, work } = await userWithProjects()
  const { id } = await ada.create({ title: 'Buy milk', projectId: home })
  const page = await open(ada)
  allowConsoleErrors(page, NETWORK_ERRORS)
  await visible(row(page, 'Buy milk').getByText('Home'))
  // Its code is kept by the service worker once it was loaded.
  await titleIn(page, 'Buy milk').click()
  await field(page).click()
  await visible(page.getByRole('menu'))
  await page.keyboard.press('Escape')
  await hidden(page.getByRole('menu'))
  await page.context().setOffline(true)
  await choose(page, field(page), 'Work')
  await page.keyboard.press('Escape')
  await visible(row(page, 'Buy milk').getByText('Work'))
  await visible(page.getByText('1 change to be sent'))
  await serverHas(ada, id, { projectId: home })
  await page.context().setOffline(false)
  await serverHas(ada, id, { projectId: work })
  await visible(projectLink(page, 'Work', 1))
})

test('a line from the page of a project that was deleted comes back, to be added without it', async () => {
  const { ada, home } = await userWithProjects()
  const page = await open(ada, `/projects/${home}`)
  allowConsoleErrors(page, NETWORK_ERRORS)
  await visible(page.getByLabel('New task'))
  await page.context().setOffline(true)
  await addTask(page, 'Buy milk')
  await visible(row(page, 'Buy milk'))
  await ada.deleteProject(home)
  await page.context().setOffline(false)
  await visible(toast(page, /^The project/))
  await visible(page.getByRole('heading', { name: 'Project not found' }))
  await tasksLink(page).click()
  await expect.poll(() => page.getByLabel('New task').inputValue()).toBe('Buy milk')
  await page.getByLabel('New task').press('Enter')
  await visible(row(page, 'Buy milk'))
  await expect.poll(() => ada.titles()).toEqual(['Buy milk'])
  expect(await ada.taskTitled('Buy milk')).toMatchObject({ projectId: null })
})

test('what was typed on the page of a project that another device deletes goes to the next free input', async () => {
  const { ada, home } = await userWithProjects()
  await ada.create({ title: 'Buy milk', projectId: home })
  const page = await open(ada, `/projects/${home}`)
  await visible(projectLink(page, 'Home', 1))
  await page.getByLabel('New task').fill('Half a line')
  await ada.deleteProject(home)
  await visible(page.getByRole('heading', { name: 'Project not found' }))
  await tasksLink(page).click()
  await expect.poll(() => page.getByLabel('New task').inputValue()).toBe('Half a line')
})
