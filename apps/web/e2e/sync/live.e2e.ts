import { describe, expect, test } from 'vitest'
import { newUser, open } from '../support/harness.ts'
import {
  addTask,
  completeTask,
  deleteTask,
  heading,
  hidden,
  row,
  sheet,
  titleIn,
  titles,
  visible,
} from '../support/locators.ts'

/** How soon a change shows elsewhere, in ms. A busy machine may be slower for once. */
const SOON = 1_000

describe('live updates', () => {
  test.each(['two browsers', 'two tabs'])(
    'a change in one of %s shows in the other within a second',
    async (where) => {
      const ada = await newUser()
      await ada.createAll(['Buy milk', 'Buy stamps', 'Buy bread'])
      const one = await open(ada)
      const other = where === 'two tabs' ? await one.context().newPage() : await open(ada)
      await other.goto(one.url())
      await visible(row(one, 'Buy milk'))
      await visible(row(other, 'Buy milk'))
      // Once a change from elsewhere shows, both are subscribed.
      await ada.create('Buy butter')
      await visible(row(one, 'Buy butter'))
      await visible(row(other, 'Buy butter'))

      const times: number[] = []
      const timed = async (shows: Promise<void>) => {
        const changedAt = performance.now()
        await shows
        times.push(performance.now() - changedAt)
      }
      await addTask(one, 'Sell the bike')
      await timed(visible(row(other, 'Sell the bike')))
      await completeTask(other, 'Buy milk')
      await timed(hidden(row(one, 'Buy milk')))
      await deleteTask(one, 'Buy stamps')
      await timed(hidden(row(other, 'Buy stamps')))
      await titleIn(other, 'Buy bread').focus()
      await other.keyboard.press('4')
      await timed(visible(row(one, 'Buy bread').getByText('Urgent')))
      await one.keyboard.press('Control+z')
      await timed(visible(row(other, 'Buy stamps')))
      expect(Math.min(...times)).toBeLessThan(SOON)

      const shown = ['Sell the bike', 'Buy butter', 'Buy bread', 'Buy stamps']
      await expect.poll(() => titles(one)).toEqual(shown)
      await expect.poll(() => titles(other)).toEqual(shown)
      expect(await ada.titles({ status: 'todo' })).toEqual(shown)
    },
  )

  test('a change by another program shows in an open sheet and in the count', async () => {
    const ada = await newUser()
    const { id } = await ada.create('Buy milk')
    const page = await open(ada)
    await titleIn(page, 'Buy milk').click()
    await visible(sheet(page))
    await ada.update(id, { title: 'Buy oat milk' })
    await expect.poll(() => sheet(page).getByLabel('Title').inputValue()).toBe('Buy oat milk')
    await page.keyboard.press('Escape')
    await ada.createAll(['One', 'Two'])
    await visible(page.getByText('3 tasks', { exact: true }))
  })

  test('another user receives nothing', async () => {
    const [ada, bob] = await Promise.all([newUser('Ada'), newUser('Bob')])
    const page = await open(bob)
    await visible(heading(page, 'All clear'))
    await ada.create('A secret of Ada')
    await bob.create('A task of Bob')
    await visible(row(page, 'A task of Bob'))
    expect(await titles(page)).toEqual(['A task of Bob'])
  })
})
