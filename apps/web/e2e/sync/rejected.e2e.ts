import type { Page, Route } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { allowConsoleErrors, newUser, open, serverHas } from '../support/harness.ts'
import {
  addTask,
  completeTask,
  hidden,
  projectLink,
  property,
  row,
  sheet,
  titleIn,
  titles,
  toast,
  visible,
} from '../support/locators.ts'

/** Waits until the page lists the same tasks as the server. */
async function matchesServer(page: Page, server: { titles(): Promise<string[]> }) {
  await expect
    .poll(async () => [await titles(page), await server.titles()])
    .toSatisfy(([shown, stored]) => JSON.stringify(shown) === JSON.stringify(stored))
}

const isCallOf = (procedure: string) => (url: URL) => url.pathname === `/trpc/${procedure}`

/** Runs `hook` before the first call of a procedure reaches the server. */
async function beforeFirst(page: Page, procedure: string, hook: () => Promise<unknown>) {
  let isFirst = true
  await page.route(isCallOf(procedure), async (route) => {
    if (isFirst) {
      isFirst = false
      await hook()
    }
    await route.continue()
  })
}

/** The body of an error response. */
const errorBody = (status: number, code: string, message: string) =>
  JSON.stringify({ error: { message, code: -32000, data: { code, error: code, httpStatus: status } } })

/** Answers the first calls of a procedure with these responses, and passes the rest on to the server. */
async function respondFirst(page: Page, procedure: string, responses: Parameters<Route['fulfill']>[0][]) {
  const left = [...responses]
  await page.route(isCallOf(procedure), (route) => {
    const response = left.shift()
    return response ? route.fulfill({ contentType: 'application/json', ...response }) : route.continue()
  })
}

describe('412: an edit of a task that changed elsewhere', () => {
  const REJECTED = 'That task was changed elsewhere in the meantime, so your edit was not saved'

  async function conflict() {
    const ada = await newUser()
    const { id } = await ada.create('Buy milk')
    const page = await open(ada, `/?task=${id}`)
    allowConsoleErrors(page, /412/)
    const title = sheet(page).getByLabel('Title')
    await title.fill('Buy my milk')
    await ada.update(id, { title: 'Buy their milk', priority: 'high' })
    // The change shows in untouched fields, and the field being edited keeps its text.
    await expect.poll(() => property(page, 'Priority').textContent()).toBe('High')
    expect(await title.inputValue()).toBe('Buy my milk')
    await title.press('Enter')
    await visible(sheet(page).getByRole('alert').getByText(REJECTED))
    expect(await title.inputValue()).toBe('Buy my milk')
    expect(await ada.task(id)).toMatchObject({ title: 'Buy their milk', version: 2 })
    return { ada, id, page, title }
  }

  test('is rejected and kept, and can be saved anyway', async () => {
    const { ada, id, page } = await conflict()
    await toast(page, REJECTED).getByRole('button', { name: 'Save anyway' }).click()
    await serverHas(ada, id, { title: 'Buy my milk', priority: 'high', version: 3 })
    await hidden(sheet(page).getByText(REJECTED))
    await sheet(page).getByRole('button', { name: 'Close' }).click()
    await matchesServer(page, ada)
  })

  test('is still there after a reload, and can be saved or discarded at its field', async () => {
    const { ada, id, page, title } = await conflict()
    await page.reload()
    await visible(sheet(page).getByText(REJECTED))
    expect(await title.inputValue()).toBe('Buy my milk')
    await sheet(page).getByRole('button', { name: 'Discard mine' }).click()
    await expect.poll(() => title.inputValue()).toBe('Buy their milk')

    await title.fill('Buy our milk')
    await ada.update(id, { priority: 'low' })
    await expect.poll(() => property(page, 'Priority').textContent()).toBe('Low')
    await title.press('Enter')
    await sheet(page).getByRole('button', { name: 'Save mine' }).click()
    await serverHas(ada, id, { title: 'Buy our milk', priority: 'low', version: 4 })
    await hidden(sheet(page).getByText(REJECTED))
  })
})

test('412: edits made before the first is answered do not conflict with each other', async () => {
  const ada = await newUser()
  const { id } = await ada.create('Buy milk')
  const page = await open(ada, `/?task=${id}`)
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await beforeFirst(page, 'task.update', () => released)
  await sheet(page).getByLabel('Title').fill('Buy oat milk')
  await sheet(page).getByLabel('Notes').fill('Two bottles')
  await sheet(page).getByLabel('Tags').fill('home')
  await page.keyboard.press('Enter')
  expect(await ada.task(id)).toMatchObject({ version: 1 })
  release()
  await serverHas(ada, id, { title: 'Buy oat milk', description: 'Two bottles', tags: ['home'], version: 4 })
})

test('404: a change of a task that was deleted elsewhere removes it from the list', async () => {
  const ada = await newUser()
  await ada.create('Buy stamps')
  const { id } = await ada.create('Buy milk')
  const page = await open(ada)
  allowConsoleErrors(page, /404/)
  await visible(row(page, 'Buy milk'))
  await beforeFirst(page, 'task.update', () => ada.delete(id))
  await completeTask(page, 'Buy milk')
  await visible(toast(page, 'That task is no longer there: it was deleted elsewhere'))
  await hidden(row(page, 'Buy milk'))
  await matchesServer(page, ada)
  expect(await ada.titles()).toEqual(['Buy stamps'])
  // A change that failed offers no Undo.
  await hidden(toast(page, 'Task completed'))
})

test('404: an open sheet says that its task was deleted elsewhere', async () => {
  const ada = await newUser()
  const { id } = await ada.create('Buy milk')
  const page = await open(ada, `/?task=${id}`)
  // Its comments have been answered: those of a task that is gone are 404, which the browser would log.
  await visible(sheet(page).getByText('No comments yet'))
  await ada.delete(id)
  await visible(sheet(page).getByText('This task does not exist. It may have been deleted.'))
})

test('422: an invalid edit is explained before it is sent, and kept through a reload', async () => {
  const ada = await newUser()
  const { id } = await ada.create({ title: 'Buy milk', tags: ['home'] })
  const page = await open(ada, `/?task=${id}`)
  const typed = `home, ${'x'.repeat(51)}`
  await sheet(page).getByLabel('Tags').fill(typed)
  await visible(sheet(page).getByRole('alert').getByText('A tag can have up to 50 characters'))
  await page.keyboard.press('Escape')
  await hidden(sheet(page))
  await page.reload()
  await titleIn(page, 'Buy milk').click()
  await expect.poll(() => sheet(page).getByLabel('Tags').inputValue()).toBe(typed)
  expect(await ada.task(id)).toMatchObject({ tags: ['home'], version: 1 })
  await sheet(page).getByLabel('Tags').fill('home, shop')
  await page.keyboard.press('Enter')
  await serverHas(ada, id, { tags: ['home', 'shop'], version: 2 })
})

test('404: notes typed for a task that was deleted elsewhere can still be copied', async () => {
  const ada = await newUser()
  const { id } = await ada.create('Buy milk')
  const page = await open(ada, `/?task=${id}`)
  allowConsoleErrors(page, /404/)
  await sheet(page).getByLabel('Notes').focus()
  await beforeFirst(page, 'task.update', () => ada.delete(id))
  await sheet(page).getByLabel('Notes').fill('Two bottles')
  const typed = sheet(page).getByLabel('What you typed, which could not be saved')
  await expect.poll(() => typed.inputValue()).toBe('Two bottles')
})

test('422: a line that the server refuses comes back', async () => {
  const ada = await newUser()
  const home = await ada.project('Home')
  const page = await open(ada)
  allowConsoleErrors(page, /422/, /404/)
  await visible(projectLink(page, 'Home'))
  await beforeFirst(page, 'task.create', () => ada.deleteProject(home))
  await addTask(page, 'Buy milk +Home')
  await visible(page.getByRole('alert').filter({ hasText: 'The project is no longer there' }))
  expect(await page.getByLabel('New task').inputValue()).toBe('Buy milk +Home')
  expect(await ada.titles()).toEqual([])
})

test('409: a task that was added already is explained and shown', async () => {
  const ada = await newUser()
  const page = await open(ada)
  allowConsoleErrors(page, /409/)
  await page.route(isCallOf('task.create'), async (route) => {
    const { id } = route.request().postDataJSON()
    await ada.create({ id, title: 'Buy milk from the other device' })
    await route.continue()
  })
  await addTask(page, 'Buy milk')
  await visible(toast(page, 'That task has already been added'))
  await visible(row(page, 'Buy milk from the other device'))
  await matchesServer(page, ada)
})

test('429: a rate-limited change is explained and sent again later', async () => {
  const ada = await newUser()
  const { id } = await ada.create('Buy milk')
  const page = await open(ada)
  allowConsoleErrors(page, /429/)
  const body = errorBody(429, 'RATE_LIMITED', 'Too many calls: try again later')
  await respondFirst(page, 'task.update', [{ status: 429, headers: { 'retry-after': '2' }, body }])
  await completeTask(page, 'Buy milk')
  await visible(toast(page, 'Too many changes at once. Continuing in 2 seconds'))
  // The change shows while it waits.
  await hidden(row(page, 'Buy milk'))
  await serverHas(ada, id, { status: 'done', version: 2 })
})

test('500 and 503: a failed change is sent again', async () => {
  const ada = await newUser()
  const { id } = await ada.create('Buy milk')
  const page = await open(ada)
  allowConsoleErrors(page, /500|503/)
  await respondFirst(page, 'task.update', [
    { status: 500, body: errorBody(500, 'INTERNAL_SERVER_ERROR', 'Internal server error') },
    { status: 503, body: errorBody(503, 'SERVICE_UNAVAILABLE', 'The database cannot be reached just now') },
  ])
  await completeTask(page, 'Buy milk')
  await hidden(row(page, 'Buy milk'))
  await serverHas(ada, id, { status: 'done', version: 2 })
})

test('a change whose response is lost is sent again and takes effect once', async () => {
  const ada = await newUser()
  const page = await open(ada)
  allowConsoleErrors(page, /Failed to load resource/)
  let lost = 0
  await page.route(isCallOf('task.create'), async (route) => {
    if (lost > 0) return route.continue()
    lost += 1
    await route.fetch()
    await route.abort('connectionreset')
  })
  await addTask(page, 'Buy milk')
  await expect.poll(() => lost).toBe(1)
  await hidden(page.getByText(/to be sent/))
  await matchesServer(page, ada)
  expect(await ada.tasks()).toMatchObject([{ title: 'Buy milk', version: 1 }])
  await expect.poll(() => page.getByRole('status').first().textContent()).toBe('')
  expect(await ada.revision()).toBe(1)
})
