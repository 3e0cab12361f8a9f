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
  appCached,
  heading,
  hidden,
  list,
  projectLink,
  row,
  sheet,
  titleIn,
  titles,
  toast,
  visible,
} from '../support/locators.ts'

const input = (page: Page) => page.getByLabel('New task')
const notes = (page: Page) => sheet(page).getByLabel('Notes')
const alert = (page: Page) => page.getByRole('alert')

async function openSheet(task: Parameters<Awaited<ReturnType<typeof newUser>>['create']>[0]) {
  const ada = await newUser()
  const { id } = await ada.create(task)
  const page = await open(ada, `/?task=${id}`)
  await visible(notes(page))
  return { ada, id, page }
}

describe('a line of quick add', () => {
  test('is what was typed, also for the second one without a network', async () => {
    const ada = await newUser()
    const page = await open(ada)
    allowConsoleErrors(page, NETWORK_ERRORS)
    await visible(heading(page, 'All clear'))
    await appCached(page)
    await input(page).fill('First #home')
    await visible(page.getByRole('button', { name: 'Keep “#home” in the title' }))
    await page.context().setOffline(true)
    await page.keyboard.press('Enter')
    await input(page).fill('Second')
    await page.keyboard.press('Enter')
    await expect.poll(() => titles(page)).toEqual(['Second', 'First'])
    await page.context().setOffline(false)
    await expect.poll(() => ada.titles()).toEqual(['Second', 'First'])
  })

  test('that cannot become a task is explained before it is sent, and stays', async () => {
    const ada = await newUser()
    const page = await open(ada)
    const sent: string[] = []
    page.on('request', (request) => {
      if (request.url().endsWith('/trpc/task.create')) sent.push(request.url())
    })
    for (const [text, why] of [
      ['x'.repeat(290), /The title has 290 characters/],
      ['#onlytag !high', /Add a few words for the title/],
      ['x'.repeat(600), /The line has 600 characters/],
    ] as const) {
      await addTask(page, text)
      await visible(alert(page).filter({ hasText: why }))
      expect(await input(page).inputValue()).toBe(text)
    }
    await input(page).fill('tomorrow')
    await visible(page.getByRole('button', { name: 'Keep “tomorrow” in the title' }))
    await page.keyboard.press('Enter')
    await visible(alert(page).filter({ hasText: 'Add a few words for the title' }))
    expect(await input(page).inputValue()).toBe('tomorrow')
    expect(sent).toEqual([])

    await page.getByRole('button', { name: 'Keep “tomorrow” in the title' }).click()
    await hidden(alert(page))
    await visible(page.getByRole('button', { name: 'Add', exact: true }))
    await input(page).press('Enter')
    await expect.poll(() => ada.titles()).toEqual(['tomorrow'])
  })

  test('has chips by their place, so that each of two equal words can be kept', async () => {
    const ada = await newUser()
    const page = await open(ada)
    const reject = page.getByRole('button', { name: 'Keep “Friday” in the title' })
    await input(page).fill('Friday call Anna, and meet Bob Friday')
    await reject.click()
    // The first is a word now, and the second a date.
    await visible(reject)
    await reject.click()
    await hidden(reject)
    await input(page).press('Enter')
    await expect
      .poll(() => ada.tasks())
      .toMatchObject([{ title: 'Friday call Anna, and meet Bob Friday', dueAt: null }])
  })

  test('is kept through a reload, and each of two tabs keeps its own', async () => {
    const page = await open(await newUser())
    const other = await page.context().newPage()
    await other.goto(page.url())
    await input(page).fill('Typed here')
    await input(other).fill('Typed there')
    await Promise.all([page.reload(), other.reload()])
    await expect.poll(() => input(page).inputValue()).toBe('Typed here')
    await expect.poll(() => input(other).inputValue()).toBe('Typed there')
  })

  test('is kept where the dialog is closed by Escape', async () => {
    const page = await open(await newUser(), '/board')
    await visible(heading(page, 'Board'))
    await page.keyboard.press('c')
    await input(page).fill('Half a thought')
    await page.keyboard.press('Escape')
    await hidden(page.getByRole('dialog'))
    await page.keyboard.press('c')
    await expect.poll(() => input(page).inputValue()).toBe('Half a thought')
  })

  test('refused while the input is taken waits until it is free', async () => {
    const ada = await newUser()
    const home = await ada.project('Home')
    const page = await open(ada)
    allowConsoleErrors(page, NETWORK_ERRORS, /422/)
    await visible(projectLink(page, 'Home'))
    await appCached(page)
    await page.context().setOffline(true)
    await addTask(page, 'Buy milk +Home')
    await input(page).fill('The next line')
    await ada.deleteProject(home)
    await page.context().setOffline(false)
    await visible(page.getByText('A task could not be added as it was typed.'))
    expect(await input(page).inputValue()).toBe('The next line')
    await page.keyboard.press('Enter')
    await expect.poll(() => input(page).inputValue()).toBe('Buy milk +Home')
    await expect.poll(() => ada.titles()).toEqual(['The next line'])
  })
})

describe('notes', () => {
  test('are saved while they are typed', async () => {
    const { ada, id, page } = await openSheet('Buy milk')
    await notes(page).pressSequentially('Two bottles')
    await serverHas(ada, id, { description: 'Two bottles' })
    await visible(sheet(page).getByText('Saved', { exact: true }))
    await notes(page).pressSequentially(', glass')
    await serverHas(ada, id, { description: 'Two bottles, glass' })
    // One Undo takes back the whole edit.
    await sheet(page).getByLabel('Title').focus()
    await page.getByRole('button', { name: 'Undo' }).click()
    await serverHas(ada, id, { description: null })
  })

  test.each(['reloaded', 'left by Back', 'closed'] as const)(
    'are not lost when the page is %s at once',
    async (how) => {
      const ada = await newUser()
      const { id } = await ada.create('Buy milk')
      const page = await open(ada)
      await titleIn(page, 'Buy milk').click()
      await notes(page).fill('Two bottles')
      if (how === 'reloaded') await page.reload()
      if (how === 'left by Back') await page.goBack()
      if (how === 'closed') {
        const url = page.url()
        const context = page.context()
        await page.close()
        await (await context.newPage()).goto(url + ALL_TASKS)
      }
      await serverHas(ada, id, { description: 'Two bottles', version: 2 })
    },
  )

  test('that are too long are explained and kept', async () => {
    const { ada, id, page } = await openSheet('Buy milk')
    const text = 'x'.repeat(10_009)
    await notes(page).fill(text)
    await visible(alert(page).filter({ hasText: '10,009 characters are too many: 10,000 at most' }))
    await page.reload()
    await expect.poll(() => notes(page).inputValue()).toBe(text)
    await notes(page).fill('Short')
    await serverHas(ada, id, { description: 'Short', version: 2 })
  })

  test('outlive the end of the session elsewhere, and signing out removes drafts', async () => {
    const { ada, id, page } = await openSheet('Buy milk')
    allowConsoleErrors(page, /401/, NETWORK_ERRORS)
    const sessions = JSON.parse((await ada.request('GET', '/auth/sessions')).text)
    const browserSession = sessions.find((one: { current: boolean }) => !one.current)
    await page.route(/task\.update/, (route) => route.abort())
    await notes(page).fill('Two bottles')
    await ada.request('DELETE', `/auth/sessions/${browserSession.id}`)
    await visible(heading(page, 'Sign in'))
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await page.getByLabel('E-mail').fill(ada.email)
    await page.getByLabel('Password').fill(ada.password)
    await page.keyboard.press('Enter')
    await serverHas(ada, id, { description: 'Two bottles' })

    await visible(notes(page))
    await page.keyboard.press('Escape')
    await hidden(sheet(page))
    await input(page).fill('A secret')
    const stored = () =>
      page.evaluate(() => JSON.stringify([Object.values(localStorage), Object.values(sessionStorage)]))
    expect(await stored()).toContain('A secret')
    await page.getByRole('button', { name: /^Account menu/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await visible(heading(page, 'Sign in'))
    await expect.poll(stored).not.toContain('A secret')
  })
})

describe('the place in the list', () => {
  async function openList() {
    const ada = await newUser()
    await ada.createAll(['Six', 'Five', 'Four', 'Three', 'Two', 'One'])
    const page = await open(ada)
    await visible(row(page, 'One'))
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key)
    }
    const focused = () => page.evaluate(() => document.activeElement?.textContent)
    return { ada, page, press, focused }
  }

  test('is kept through renaming and its cancellation', async () => {
    const { page, press, focused } = await openList()
    await press('j', 'j', 'j', 'j', 'e')
    await visible(list(page).getByLabel('Title'))
    await press('Escape')
    await expect.poll(focused).toBe('Four')
    await press('j')
    await expect.poll(focused).toBe('Five')
  })

  test('is where the task was that a click completed', async () => {
    const { page, press, focused } = await openList()
    await page.getByRole('button', { name: 'Complete “Three”' }).click()
    await hidden(row(page, 'Three'))
    await press('j')
    await expect.poll(focused).toBe('Four')
  })

  test('is what a command of the palette applies to', async () => {
    const { ada, page, press } = await openList()
    await press('j', 'j', 'Control+k')
    await visible(page.getByRole('dialog'))
    await page.keyboard.type('Tomorrow')
    await visible(page.getByRole('option', { name: 'Tomorrow' }))
    await press('Enter')
    await visible(row(page, 'Two').getByText('Tomorrow'))
    await expect.poll(async () => (await ada.taskTitled('Two')).dueAt).not.toBeNull()
  })
})

test('a renamed title that is too long stays in the input', async () => {
  const ada = await newUser()
  const { id } = await ada.create('Buy milk')
  const page = await open(ada)
  await titleIn(page, 'Buy milk').focus()
  await page.keyboard.press('e')
  const title = list(page).getByLabel('Title')
  await title.fill('x'.repeat(256))
  await page.keyboard.press('Enter')
  await visible(alert(page).filter({ hasText: '256 characters are too many: 255 at most' }))
  expect(await title.inputValue()).toHaveLength(256)
  expect(await ada.task(id)).toMatchObject({ title: 'Buy milk', version: 1 })
})

test('a task added under a filter that hides it is announced, and can be shown', async () => {
  const ada = await newUser()
  await ada.create({ title: 'Pay rent', priority: 'high' })
  const page = await open(ada, '/?priority=high')
  await visible(row(page, 'Pay rent'))
  await addTask(page, 'Buy milk')
  const notice = page
    .getByRole('status')
    .filter({ hasText: '“Buy milk” was added, but the filters hide it.' })
  await visible(notice)
  await notice.getByRole('button', { name: 'Show it' }).click()
  await expect.poll(() => sheet(page).getByLabel('Title').inputValue()).toBe('Buy milk')
  await page.keyboard.press('Escape')
  await hidden(sheet(page))
  await notice.getByRole('button', { name: 'Clear filters' }).click()
  await visible(row(page, 'Buy milk'))
  await hidden(notice)
  await addTask(page, 'Call Bob !high')
  await visible(row(page, 'Call Bob'))
  await hidden(notice)
})

test('a line in a day of the calendar is quick add', async () => {
  const ada = await newUser()
  const page = await open(ada, '/calendar?date=2026-12-24')
  await page.getByRole('gridcell', { name: /24 December 2026/ }).click()
  const line = page.getByLabel(/^Add a task due .*24 December 2026/)
  await line.fill('Lunch 12:30 #fun')
  await visible(page.getByRole('button', { name: 'Keep “#fun” in the title' }))
  // It is kept through a reload.
  await page.reload()
  await expect.poll(() => line.inputValue()).toBe('Lunch 12:30 #fun')
  await line.press('Enter')
  await visible(
    page.getByRole('gridcell', { name: /24 December 2026/ }).getByRole('link', { name: /12:30.*Lunch/ }),
  )
  const dueAt = await page.evaluate(() => new Date('2026-12-24T12:30').toISOString())
  await expect.poll(() => ada.tasks()).toMatchObject([{ title: 'Lunch', tags: ['fun'], dueAt }])
})

test('a long press selects a task on a phone', async () => {
  const ada = await newUser()
  await ada.createAll(['Two', 'One'])
  const page = await open(ada, ALL_TASKS, {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  await visible(row(page, 'One'))
  const touch = await page.context().newCDPSession(page)
  const box = await titleIn(page, 'One').boundingBox()
  const point = { x: (box?.x ?? 0) + 20, y: (box?.y ?? 0) + 10 }
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] })
  await visible(page.getByRole('toolbar', { name: '1 selected' }))
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await row(page, 'Two').getByRole('checkbox').tap()
  await visible(page.getByRole('toolbar', { name: '2 selected' }))
  expect(await sheet(page).count()).toBe(0)
})

describe('a form keeps what was typed', () => {
  test('in the profile through a reload, until it is saved', async () => {
    const ada = await newUser()
    const page = await open(ada, '/account')
    const profile = page.getByRole('region', { name: 'Profile' })
    await profile.getByLabel('Name').fill('Ada Lovelace')
    await page.reload()
    await expect.poll(() => profile.getByLabel('Name').inputValue()).toBe('Ada Lovelace')
    await profile.getByRole('button', { name: 'Save' }).click()
    await visible(page.getByRole('button', { name: 'Account menu of Ada Lovelace' }))
    expect(
      await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('draft'))),
    ).toEqual([])
  })

  test('in the name of a new key through Escape', async () => {
    const page = await open(await newUser(), '/account')
    const name = page.getByRole('dialog').getByLabel('Name')
    await page.getByRole('button', { name: 'Create a key' }).click()
    await name.fill('Backup script')
    await page.keyboard.press('Escape')
    await hidden(page.getByRole('dialog'))
    await page.getByRole('button', { name: 'Create a key' }).click()
    await expect.poll(() => name.inputValue()).toBe('Backup script')
  })
})

test('a tag that a task has no room for is announced', async () => {
  const ada = await newUser()
  const tags = Array.from({ length: 20 }, (_, i) => `tag ${i}`)
  const { id } = await ada.create({ title: 'Buy milk', tags })
  const page = await open(ada)
  await titleIn(page, 'Buy milk').focus()
  await page.keyboard.press('x')
  await page.getByRole('button', { name: 'Add tag' }).click()
  await page.getByRole('dialog').getByLabel('Tag').fill('x'.repeat(51))
  await page.keyboard.press('Enter')
  await visible(alert(page).filter({ hasText: 'A tag may have 50 characters' }))
  await page.getByRole('dialog').getByLabel('Tag').fill('home')
  await page.keyboard.press('Enter')
  await visible(toast(page, 'A task already has 20 tags'))
  expect(await ada.task(id)).toMatchObject({ tags, version: 1 })
})
