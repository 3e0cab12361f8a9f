import type { Page, Route } from 'playwright-core'
import { expect, test } from 'vitest'
import {
  expectTrouble,
  gone,
  newUser,
  open,
  row,
  seen,
  serverHas,
  sheet,
  titles,
  toast,
} from '../support/harness.ts'

/** What is listed is what the server has. */
async function isRight(page: Page, server: { titles(): Promise<string[]> }) {
  await expect
    .poll(async () => [await titles(page), await server.titles()])
    .toSatisfy(([shown, held]) => JSON.stringify(shown) === JSON.stringify(held))
}

const called = (procedure: string) => (url: URL) => url.pathname === `/trpc/${procedure}`

/** The first call of a procedure is held until something has happened; the answer is then the server's own. */
async function beforeFirst(page: Page, procedure: string, happens: (route: Route) => Promise<unknown>) {
  let isFirst = true
  await page.route(called(procedure), async (route) => {
    if (isFirst) {
      isFirst = false
      await happens(route)
    }
    await route.continue()
  })
}

/** As the server tells an error. */
const problem = (status: number, code: string, message: string) =>
  JSON.stringify({ error: { message, code: -32000, data: { code, error: code, httpStatus: status } } })

/** The first calls of a procedure get an answer that the server gives only when it is pressed. */
async function answerFirst(page: Page, procedure: string, answers: Parameters<Route['fulfill']>[0][]) {
  const left = [...answers]
  await page.route(called(procedure), (route) => {
    const answer = left.shift()
    return answer ? route.fulfill({ contentType: 'application/json', ...answer }) : route.continue()
  })
}

test('412: an edit of what somebody else has changed is not saved, and can be saved anyway', async () => {
  const ada = await newUser()
  const { id } = await ada.create('Buy milk')
  const page = await open(ada, `/?task=${id}`)
  expectTrouble(page, /412/)
  const title = sheet(page).getByLabel('Title')
  await title.fill('Buy my milk')
  await ada.update(id, { title: 'Buy their milk', priority: 'high' })
  // The change shows where nothing is being typed, and what is being typed stays.
  await expect.poll(() => sheet(page).getByLabel('Priority').inputValue()).toBe('high')
  expect(await title.inputValue()).toBe('Buy my milk')
  await title.press('Enter')

  const told = toast(page, 'That task was changed elsewhere in the meantime, so your edit was not saved')
  await seen(told)
  await expect.poll(() => title.inputValue()).toBe('Buy their milk')
  expect(await ada.task(id)).toMatchObject({ title: 'Buy their milk', version: 2 })
  await told.getByRole('button', { name: 'Save anyway' }).click()
  await serverHas(ada, id, { title: 'Buy my milk', priority: 'high', version: 3 })
  await expect.poll(() => title.inputValue()).toBe('Buy my milk')
  await sheet(page).getByRole('button', { name: 'Close' }).click()
  await isRight(page, ada)
})

test('412 is not for edits that follow one another quickly', async () => {
  const ada = await newUser()
  const { id } = await ada.create('Buy milk')
  const page = await open(ada, `/?task=${id}`)
  await beforeFirst(page, 'task.update', () => new Promise((resolve) => setTimeout(resolve, 500)))
  await sheet(page).getByLabel('Title').fill('Buy oat milk')
  await sheet(page).getByLabel('Notes').fill('Two bottles')
  await sheet(page).getByLabel('Tags').fill('home')
  await page.keyboard.press('Enter')
  await serverHas(ada, id, { title: 'Buy oat milk', description: 'Two bottles', tags: ['home'], version: 4 })
})

test('404: what was deleted elsewhere is gone here, too', async () => {
  const ada = await newUser()
  await ada.create('Buy stamps')
  const { id } = await ada.create('Buy milk')
  const page = await open(ada)
  expectTrouble(page, /404/)
  await seen(row(page, 'Buy milk'))
  await beforeFirst(page, 'task.update', () => ada.delete(id))
  await page.getByRole('button', { name: 'Complete “Buy milk”' }).click()
  await seen(toast(page, 'That task is no longer there: it was deleted elsewhere'))
  await gone(row(page, 'Buy milk'))
  await isRight(page, ada)
  expect(await ada.titles()).toEqual(['Buy stamps'])
  // What has not happened cannot be undone.
  await gone(toast(page, 'Task completed'))
})

test('404: a sheet whose task is deleted elsewhere says so', async () => {
  const ada = await newUser()
  const { id } = await ada.create('Buy milk')
  const page = await open(ada, `/?task=${id}`)
  await seen(sheet(page).getByLabel('Title'))
  await ada.delete(id)
  await seen(sheet(page).getByText('This task is not there: it may have been deleted.'))
})

test('422: what the server does not take is said, and taken back', async () => {
  const ada = await newUser()
  const { id } = await ada.create({ title: 'Buy milk', tags: ['home'] })
  const page = await open(ada, `/?task=${id}`)
  expectTrouble(page, /422/)
  await sheet(page)
    .getByLabel('Tags')
    .fill(`home, ${'x'.repeat(51)}`)
  await page.keyboard.press('Enter')
  await seen(toast(page, /^The tags must .*50 characters/))
  await expect.poll(() => sheet(page).getByLabel('Tags').inputValue()).toBe('home')
  // The keys are the sheet's, whatever is shown in the corner.
  await page.keyboard.press('Escape')
  await gone(sheet(page))
  await seen(row(page, 'Buy milk').getByText('#home'))
  expect(await ada.task(id)).toMatchObject({ tags: ['home'], version: 1 })
})

test('409: what was added already is said, and shown as it is', async () => {
  const ada = await newUser()
  const page = await open(ada)
  expectTrouble(page, /409/)
  await page.route(called('task.quickAdd'), async (route) => {
    const { id, dryRun } = route.request().postDataJSON()
    if (!dryRun) await ada.create({ id, title: 'Buy milk, says the other device' })
    await route.continue()
  })
  await page.getByLabel('New task').fill('Buy milk')
  await page.keyboard.press('Enter')
  await seen(toast(page, 'That task was added already'))
  await seen(row(page, 'Buy milk, says the other device'))
  await isRight(page, ada)
})

test('429: what is too much at once is said, and happens a little later', async () => {
  const ada = await newUser()
  const { id } = await ada.create('Buy milk')
  const page = await open(ada)
  expectTrouble(page, /429/)
  const body = problem(429, 'RATE_LIMITED', 'Too many calls: try again later')
  await answerFirst(page, 'task.update', [{ status: 429, headers: { 'retry-after': '2' }, body }])
  await page.getByRole('button', { name: 'Complete “Buy milk”' }).click()
  await seen(toast(page, 'That was a lot at once. Going on in 2 seconds'))
  expect((await ada.task(id)).status).toBe('todo')
  // Meanwhile it is shown as it will be.
  await gone(row(page, 'Buy milk'))
  await serverHas(ada, id, { status: 'done', version: 2 })
})

test('500: what the server fails at is tried again', async () => {
  const ada = await newUser()
  const { id } = await ada.create('Buy milk')
  const page = await open(ada)
  expectTrouble(page, /500|503/)
  await answerFirst(page, 'task.update', [
    { status: 500, body: problem(500, 'INTERNAL_SERVER_ERROR', 'Internal server error') },
    { status: 503, body: problem(503, 'SERVICE_UNAVAILABLE', 'The database cannot be reached just now') },
  ])
  await page.getByRole('button', { name: 'Complete “Buy milk”' }).click()
  await gone(row(page, 'Buy milk'))
  await serverHas(ada, id, { status: 'done', version: 2 })
})

test('an answer that is lost on its way is asked for again, and the change happens once', async () => {
  const ada = await newUser()
  const page = await open(ada)
  expectTrouble(page, /Failed to load resource/)
  let lost = 0
  await page.route(called('task.quickAdd'), async (route) => {
    if (route.request().postDataJSON().dryRun || lost > 0) return route.continue()
    lost += 1
    await route.fetch()
    await route.abort('connectionreset')
  })
  await page.getByLabel('New task').fill('Buy milk')
  await page.keyboard.press('Enter')
  await expect.poll(() => lost).toBe(1)
  await gone(page.getByText(/to be sent/))
  await isRight(page, ada)
  expect(await ada.tasks()).toMatchObject([{ title: 'Buy milk', version: 1 }])
  await expect.poll(() => page.getByRole('status').first().textContent()).toBe('')
  expect(await ada.revision()).toBe(1)
})
