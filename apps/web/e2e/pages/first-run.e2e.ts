import { expect, test } from 'vitest'
import { allowConsoleErrors, NETWORK_ERRORS, newUser, open } from '../support/harness.ts'
import {
  emptyToday,
  hidden,
  projectLink,
  toast,
  todayList,
  undoButton,
  visible,
} from '../support/locators.ts'

test('who has nothing yet is offered an example to try things on, which goes with one click', async () => {
  const ada = await newUser()
  const page = await open(ada, '/today')
  await visible(page.getByRole('heading', { name: 'New to Tandem?' }))
  await page.getByRole('button', { name: 'Add the example project' }).click()
  await visible(toast(page, 'The example project was added'))
  await visible(projectLink(page, 'Getting started'))
  await expect.poll(() => todayList(page).getByRole('listitem').count()).toBe(3)
  const project = (await ada.projects())[0]?.id
  expect((await ada.tasks()).map(({ projectId }) => projectId)).toEqual(
    Array.from({ length: 8 }, () => project),
  )
  // The lists show them in this order.
  expect((await ada.titles({ sort: '-createdAt' }))[0]).toContain('Complete me')

  await undoButton(page, 'The example project was added').click()
  await visible(emptyToday(page))
  await expect.poll(() => ada.projects()).toEqual([])
  expect(await ada.titles()).toEqual([])
})

test('who has tasks, though none for today, is not taken for new', async () => {
  const ada = await newUser()
  await ada.create({ title: 'Buy milk', dueOn: '2099-01-01' })
  const page = await open(ada, '/today')
  const [stats] = await Promise.all([
    page.waitForResponse(/task\.stats/),
    page.reload({ waitUntil: 'commit' }),
  ])
  expect(stats.status()).toBe(200)
  await page.waitForLoadState('networkidle')
  await hidden(page.getByRole('heading', { name: 'New to Tandem?' }))
})

test('an example that cannot be added leaves nothing behind, and can be tried again', async () => {
  const ada = await newUser()
  const page = await open(ada, '/today')
  await page.route(/task\.bulk/, (route) => route.abort(), { times: 1 })
  const add = page.getByRole('button', { name: 'Add the example project' })
  allowConsoleErrors(page, NETWORK_ERRORS)
  await add.click()
  await visible(toast(page, 'The server could not be reached.'))
  await expect.poll(() => ada.projects()).toEqual([])
  await add.click()
  await visible(projectLink(page, 'Getting started'))
})
