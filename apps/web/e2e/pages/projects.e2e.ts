import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import {
  ALL_TASKS,
  allowConsoleErrors,
  NETWORK_ERRORS,
  newUser,
  open,
  serverHas,
} from '../support/harness.ts'
import {
  addTask,
  choose,
  completeTask,
  heading,
  hidden,
  projectLink,
  row,
  sidebar,
  tasksLink,
  titles,
  toast,
  visible,
} from '../support/locators.ts'

const dialog = (page: Page) => page.getByRole('dialog')
const projectMenu = (page: Page, name: string) => page.getByRole('button', { name: `Actions for “${name}”` })

async function userWithProjects() {
  const ada = await newUser()
  const home = await ada.project('Home', { color: 'green' })
  const work = await ada.project('Work', { color: 'blue', description: 'What pays the rent' })
  const [milk, tap, talk] = await ada.createAll([
    { title: 'Buy milk', projectId: home },
    { title: 'Fix the tap', projectId: home, status: 'done' },
    { title: 'Write the talk', projectId: work },
    'Loose',
  ])
  if (!milk || !tap || !talk) throw new Error('four tasks should have been created')
  return { ada, home, work, milk, tap, talk }
}

describe('the sidebar', () => {
  test('has the projects in the order of their names, each with the number of its open tasks', async () => {
    const { ada } = await userWithProjects()
    await ada.project('errands')
    await ada.project('Old', { archived: true })
    const page = await open(ada)
    await visible(projectLink(page, 'Home', 1))
    await visible(projectLink(page, 'Work', 1))
    expect(await sidebar(page).getByRole('listitem').allTextContents()).toEqual([
      'errands',
      'Home1 open',
      'Work1 open',
    ])
  })

  test('follows what this page does, and what other devices do', async () => {
    const { ada, home, milk, talk } = await userWithProjects()
    const page = await open(ada)
    await visible(projectLink(page, 'Home', 1))
    await completeTask(page, 'Buy milk')
    await visible(projectLink(page, 'Home'))
    await expect.poll(() => projectLink(page, 'Home').textContent()).toBe('Home')
    await ada.update(milk.id, { status: 'todo' })
    await visible(projectLink(page, 'Home', 1))
    await ada.update(talk.id, { projectId: home })
    await visible(projectLink(page, 'Home', 2))
    // A project of which no stream tells shows with its first task.
    const garden = await ada.project('Garden')
    await ada.update(talk.id, { projectId: garden })
    await visible(projectLink(page, 'Garden', 1))
    // And goes with its tasks.
    await ada.deleteProject(garden)
    await hidden(projectLink(page, 'Garden'))
    await serverHas(ada, talk.id, { projectId: null })
  })

  test('adds a project, which opens, and keeps what was typed when it is refused', async () => {
    const { ada } = await userWithProjects()
    const page = await open(ada)
    allowConsoleErrors(page, NETWORK_ERRORS)
    await sidebar(page).getByRole('button', { name: 'New project' }).click()
    await dialog(page).getByLabel('Name').fill('home')
    await dialog(page).getByRole('radio', { name: 'Purple' }).check({ force: true })
    await page.keyboard.press('Enter')
    await visible(page.getByText('You already have a project with this name'))
    await page.reload()
    await sidebar(page).getByRole('button', { name: 'New project' }).click()
    await expect.poll(() => dialog(page).getByLabel('Name').inputValue()).toBe('home')
    await dialog(page).getByLabel('Name').fill('Holidays')
    await page.keyboard.press('Enter')
    await visible(heading(page, 'Holidays'))
    await hidden(dialog(page))
    await visible(projectLink(page, 'Holidays'))
    await expect.poll(() => page.title()).toBe('Holidays · Tandem')
    expect((await ada.projects()).find(({ name }) => name === 'Holidays')).toMatchObject({ color: 'purple' })
  })
})

describe('the page of a project', () => {
  test('lists its tasks only, and a task that is added there belongs to it', async () => {
    const { ada, home, work } = await userWithProjects()
    const page = await open(ada, `/projects/${home}`)
    await visible(heading(page, 'Home'))
    await visible(row(page, 'Buy milk'))
    expect(await titles(page)).toEqual(['Buy milk'])
    await addTask(page, 'Clean the windows #spring')
    await visible(row(page, 'Clean the windows'))
    await visible(projectLink(page, 'Home', 2))
    expect(await ada.taskTitled('Clean the windows')).toMatchObject({ projectId: home, tags: ['spring'] })
    // A line that names another project goes there, as the page says.
    await page.getByLabel('New task').fill('Call the boss +work')
    await visible(page.getByRole('button', { name: 'Keep “+work” in the title' }))
    await page.keyboard.press('Enter')
    await visible(page.getByText('“Call the boss” was added, but the filters hide it.'))
    await visible(projectLink(page, 'Work', 2))
    expect(await ada.taskTitled('Call the boss')).toMatchObject({ projectId: work })
    expect(await titles(page)).toEqual(['Clean the windows', 'Buy milk'])
  })

  test('edits name, description and colour, and says that it was changed elsewhere', async () => {
    const { ada, work } = await userWithProjects()
    const page = await open(ada, `/projects/${work}`)
    allowConsoleErrors(page, NETWORK_ERRORS)
    await visible(page.getByText('What pays the rent'))
    await page.getByRole('button', { name: 'Edit', exact: true }).click()
    await dialog(page).getByLabel('Name').fill('Day job')
    await dialog(page).getByLabel('Description').fill('What pays\nthe rent')
    await dialog(page).getByRole('radio', { name: 'Red' }).check({ force: true })
    await ada.updateProject(work, { color: 'orange' })
    await dialog(page).getByRole('button', { name: 'Save' }).click()
    await visible(page.getByText('The project was changed elsewhere in the meantime.'))
    await dialog(page).getByRole('button', { name: 'Save' }).click()
    await visible(heading(page, 'Day job'))
    await visible(projectLink(page, 'Day job', 1))
    expect(await ada.projects()).toContainEqual(
      expect.objectContaining({ name: 'Day job', description: 'What pays\nthe rent', color: 'red' }),
    )
  })

  test('archives it: it leaves the sidebar and is still on the page of projects, from where it comes back', async () => {
    const { ada, home, milk } = await userWithProjects()
    const page = await open(ada, `/projects/${home}`)
    await choose(page, projectMenu(page, 'Home'), 'Archive')
    await visible(page.getByText('This project is archived.'))
    await hidden(projectLink(page, 'Home'))
    await serverHas(ada, milk.id, { projectId: home })
    await sidebar(page).getByRole('link', { name: 'Projects' }).click()
    const archived = page.getByRole('list', { name: 'Archived projects' })
    await visible(archived.getByRole('link', { name: 'Home' }))
    await archived.getByRole('button', { name: 'Unarchive: Home' }).click()
    await visible(projectLink(page, 'Home', 1))
    await hidden(archived)
  })

  test('deletes it after saying what becomes of its tasks, which stay without a project', async () => {
    const { ada, home, milk, tap } = await userWithProjects()
    const page = await open(ada, `/projects/${home}`)
    await choose(page, projectMenu(page, 'Home'), 'Delete…')
    await visible(dialog(page).getByText('Its 2 tasks stay, without a project.'))
    await dialog(page).getByRole('button', { name: 'Delete the project' }).click()
    await visible(toast(page, 'Project “Home” deleted'))
    await hidden(projectLink(page, 'Home'))
    await visible(heading(page, 'Projects'))
    await serverHas(ada, milk.id, { projectId: null })
    await serverHas(ada, tap.id, { projectId: null })
    await tasksLink(page).click()
    await visible(row(page, 'Buy milk'))
    await expect.poll(() => row(page, 'Buy milk').textContent()).not.toContain('Home')
    expect((await ada.projects()).map(({ name }) => name)).toEqual(['Work'])
  })

  test('of a project that another device has just added opens', async () => {
    const { ada } = await userWithProjects()
    const page = await open(ada)
    await visible(projectLink(page, 'Work', 1))
    const id = await ada.project('Brand new')
    // Within the page, whose projects are from before.
    await page.evaluate((path) => history.pushState(null, '', path), `/projects/${id}`)
    await visible(heading(page, 'Brand new'))
  })

  test('of a project that is not there says so', async () => {
    const page = await open(await newUser(), '/projects/01980000-0000-7000-8000-000000000000')
    await visible(heading(page, 'Project not found'))
  })
})

test('on a phone the projects are a page in the bar, by touch', async () => {
  const { ada } = await userWithProjects()
  const page = await open(ada, ALL_TASKS, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  await page.getByRole('navigation').getByRole('link', { name: 'Projects' }).tap()
  const projects = page.getByRole('list', { name: 'Projects' })
  await visible(projects.getByText('1 open'))
  await projects.getByRole('link', { name: 'Work' }).tap()
  await visible(heading(page, 'Work'))
  await visible(row(page, 'Write the talk'))
  await page.getByRole('navigation').getByRole('link', { name: 'Projects' }).tap()
  await page.getByRole('button', { name: 'New project' }).tap()
  await dialog(page).getByLabel('Name').fill('Choir')
  await dialog(page).getByRole('button', { name: 'Add project' }).tap()
  await visible(heading(page, 'Choir'))
})
