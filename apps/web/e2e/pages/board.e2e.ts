import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { newUser, open, serverHas } from '../support/harness.ts'
import { choose, hasFocus, hidden, sheet, undoButton, visible } from '../support/locators.ts'

describe('the board', () => {
  const column = (page: Page, name: string) => page.getByRole('region', { name: new RegExp(`^${name}`) })
  const card = (page: Page, where: string, title: string) =>
    column(page, where).getByRole('link', { name: title, exact: true })

  async function openBoard() {
    const ada = await newUser()
    const [milk, stamps, bike] = await ada.createAll([
      { title: 'Buy milk', priority: 'high' },
      'Buy stamps',
      { title: 'Sell the bike', status: 'in_progress' },
    ])
    if (!milk || !stamps || !bike) throw new Error('three tasks should have been created')
    const page = await open(ada, '/board')
    await visible(card(page, 'To do', 'Buy milk'))
    await visible(card(page, 'In progress', 'Sell the bike'))
    return { ada, page, milk, stamps, bike }
  }

  test('a card dragged to another column changes status, and Undo moves it back', async () => {
    const { ada, page, milk } = await openBoard()
    await card(page, 'To do', 'Buy milk').dragTo(column(page, 'Done'))
    await visible(card(page, 'Done', 'Buy milk'))
    await hidden(card(page, 'To do', 'Buy milk'))
    await serverHas(ada, milk.id, { status: 'done' })
    await undoButton(page, 'Task completed').click()
    await visible(card(page, 'To do', 'Buy milk'))
    await serverHas(ada, milk.id, { status: 'todo' })
  })

  test('Shift with an arrow key moves a card and the focus, and its menu moves it too', async () => {
    const { ada, page, milk, stamps } = await openBoard()
    await card(page, 'To do', 'Buy milk').focus()
    await page.keyboard.press('ArrowDown')
    await hasFocus(card(page, 'To do', 'Buy stamps'))
    await page.keyboard.press('Shift+ArrowRight')
    await hasFocus(card(page, 'In progress', 'Buy stamps'))
    await serverHas(ada, stamps.id, { status: 'in_progress' })
    await page.keyboard.press('Shift+ArrowRight')
    await hasFocus(card(page, 'Done', 'Buy stamps'))
    await serverHas(ada, stamps.id, { status: 'done' })
    await page.keyboard.press('Shift+ArrowLeft')
    await hasFocus(card(page, 'In progress', 'Buy stamps'))
    await choose(page, page.getByRole('button', { name: 'Move “Buy milk”' }), 'Move to Done')
    await visible(card(page, 'Done', 'Buy milk'))
    await serverHas(ada, milk.id, { status: 'done' })
  })

  test('a click opens a card, and changes from elsewhere move it', async () => {
    const { ada, page, bike } = await openBoard()
    await card(page, 'In progress', 'Sell the bike').click()
    await visible(sheet(page))
    await expect.poll(() => sheet(page).getByLabel('Title').inputValue()).toBe('Sell the bike')
    await page.keyboard.press('Escape')
    await hidden(sheet(page))
    await ada.update(bike.id, { status: 'done' })
    await visible(card(page, 'Done', 'Sell the bike'))
    await visible(column(page, 'In progress').getByText('Nothing in progress'))
  })

  test('a long column loads more cards as it is scrolled', async () => {
    const ada = await newUser()
    await ada.createAll(Array.from({ length: 130 }, (_, i) => `Task ${i + 1}`))
    const page = await open(ada, '/board')
    await visible(page.getByText(', 130 tasks'))
    const cards = column(page, 'To do').getByRole('link')
    // Not even all that are loaded are in the page.
    await expect.poll(() => cards.count()).toBeGreaterThan(30)
    expect(await cards.count()).toBeLessThan(100)
    await expect
      .poll(async () => {
        await column(page, 'To do')
          .getByRole('list')
          .evaluate((element) => element.scrollTo(0, element.scrollHeight))
        return cards.count()
      })
      .toBe(130)
  })
})
