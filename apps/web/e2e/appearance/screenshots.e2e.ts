import path from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { ALL_TASKS, allowConsoleErrors, newUser, open, SCREENSHOTS } from '../support/harness.ts'
import { settled, sheet, titleIn, todayList, visible } from '../support/locators.ts'
import { createSampleProjects } from '../support/sample-tasks.ts'
import type { User } from '../support/server/user.ts'

/** What the README shows. */
const HOME = {
  light: path.join(import.meta.dirname, '../../../../docs/images/home.png'),
  dark: path.join(import.meta.dirname, '../../../../docs/images/home-dark.png'),
}

const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }

/** Pages without a session, with their headings. */
const SIGNED_OUT = [
  ['sign-in', '/', 'Sign in'],
  ['forgot-password', '/forgot-password', 'Forgot your password?'],
  ['reset-password', '/reset-password#token=x', 'Choose a new password'],
  ['spent-link', '/verify-email#token=x', 'This link no longer works'],
] as const

/** The user in every screenshot. The test reads but never changes these tasks. */
let ada: User
let work: string
let talk: string
beforeAll(async () => {
  ada = await newUser('Ada Lovelace')
  work = await createSampleProjects(ada)
  talk = (await ada.taskTitled('Prepare the talk on Thursday')).id
  for (const body of ['The room has no projector: bring the small one.', 'Jonas opens, and I come second.'])
    await ada.make(`/${ada.id}/tasks/${talk}/comments`, { body })
})

/** Replaces the past days of the statistics, because all sample tasks were completed today. */
async function fakeHistory(page: Page) {
  const counts = [2, 4, 3, 0, 1, 5, 4, 2, 6, 3, 0, 0, 4, 5, 2, 3, 7, 4, 0, 1, 3, 5, 4, 6, 2, 1, 3, 5, 4]
  await page.route(
    ({ pathname }) => pathname.includes('task.stats'),
    async (route) => {
      const response = await route.fetch()
      const results = [JSON.parse(await response.text())].flat()
      for (const { result } of results) {
        for (const [i, day] of (result?.data?.completedPerDay ?? []).entries())
          day.count = counts[i] ?? day.count
      }
      await route.fulfill({
        response,
        json: new URL(route.request().url()).search.includes('batch') ? results : results[0],
      })
    },
  )
}

describe.each(['light', 'dark'] as const)('screenshots, %s', (colorScheme) => {
  test.each(['desktop', 'phone'] as const)('on a %s', async (device) => {
    const options = { colorScheme, viewport: SIZES[device], reducedMotion: 'reduce' as const }
    const page = await open(ada, '/today', options)
    await fakeHistory(page)
    const takeFile = (file: string) => page.screenshot({ path: file, caret: 'hide' })
    const take = async (name: string) => {
      await settled(page)
      await takeFile(path.join(SCREENSHOTS, `${name}-${device}-${colorScheme}.png`))
    }
    const show = async (name: string, at: string) => {
      await page.goto(ada.url + at)
      await take(name)
    }

    await visible(todayList(page))
    await take('today')
    if (process.env.UPDATE_IMAGES === '1' && device === 'desktop') await takeFile(HOME[colorScheme])
    await show('upcoming', '/upcoming')
    await page.goto(ada.url + ALL_TASKS)
    await visible(titleIn(page, 'Call Grandma'))
    await take('list')
    await page.goto(`${ada.url}${ALL_TASKS}?task=${talk}`)
    await visible(sheet(page).getByLabel('Title'))
    await visible(sheet(page).getByText('Jonas opens'))
    await take('sheet')
    await sheet(page).getByText('Jonas opens').scrollIntoViewIfNeeded()
    await sheet(page).getByRole('textbox', { name: 'New comment' }).scrollIntoViewIfNeeded()
    await take('comments')
    await page.keyboard.press('Escape')
    await show('projects', '/projects')
    await show('project', `/projects/${work}`)
    await page.getByRole('button', { name: 'Edit', exact: true }).click()
    await visible(page.getByRole('dialog').getByLabel('Name'))
    await take('project-form')
    await page.keyboard.press('Escape')
    await show('board', '/board')
    await show('calendar-month', '/calendar')
    await show('calendar-week', '/calendar?view=week')
    await show('statistics', '/stats')
    await show('account', '/account')
    await show('trash', '/trash')

    await page.goto(ada.url + ALL_TASKS)
    await visible(titleIn(page, 'Call Grandma'))
    await page.keyboard.press('Control+k')
    await visible(page.getByRole('dialog'))
    await page.keyboard.type('pa')
    await visible(page.getByRole('option', { name: 'Renew the passport' }))
    await take('palette')
    await page.keyboard.press('Escape')
    await page.getByLabel('New task').fill('Buy milk tomorrow 5pm #home !high +Family')
    await expect
      .poll(() => page.getByRole('list', { name: 'Recognised in your text' }).getByRole('listitem').count())
      .toBe(4)
    await take('quick-add')

    const signedOut = await open(undefined, ALL_TASKS, options)
    allowConsoleErrors(signedOut, /422/)
    for (const [name, at, title] of SIGNED_OUT) {
      await signedOut.goto(ada.url + at)
      await visible(signedOut.getByRole('heading', { name: title }))
      await settled(signedOut)
      const file = path.join(SCREENSHOTS, `${name}-${device}-${colorScheme}.png`)
      await signedOut.screenshot({ path: file, caret: 'hide' })
    }
  })
})
