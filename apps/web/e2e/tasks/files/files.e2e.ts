import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { addButton, item, items, namesOf, openFiles, picker } from '../../support/files.ts'
import { allowConsoleErrors, NETWORK_ERRORS } from '../../support/harness.ts'
import { hasFocus, hidden, sheet, visible } from '../../support/locators.ts'
import { pngFile, textFile, toFile } from '../../support/sample-files.ts'

test('a file is downloaded under its name with the same bytes', async () => {
  const sent = pngFile('blue sky.png')
  const { page } = await openFiles([sent])
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download “blue sky.png”' }).click()
  const got = await download
  expect(got.suggestedFilename()).toBe('blue sky.png')
  expect((await readFile(await got.path())).equals(sent.buffer)).toBe(true)
})

test('an image has a thumbnail and is shown large, and Escape returns to the panel', async () => {
  const { page } = await openFiles([pngFile('blue.png', { width: 320, height: 200 }), textFile('note.txt')])
  const thumbnail = page.getByRole('button', { name: 'Show “blue.png”' })
  const widthOf = (image: ReturnType<Page['locator']>) =>
    image.evaluate((element) => (element instanceof HTMLImageElement ? element.naturalWidth : 0))
  await visible(thumbnail.locator('img'))
  await expect.poll(() => widthOf(thumbnail.locator('img'))).toBe(320)
  await thumbnail.press('Enter')
  const viewer = page.getByRole('dialog', { name: 'blue.png' })
  await expect.poll(() => widthOf(viewer.getByRole('img', { name: 'blue.png' }))).toBe(320)
  await page.keyboard.press('Escape')
  await hidden(viewer)
  await visible(sheet(page))
  await hasFocus(thumbnail)
  expect(await item(page, 'note.txt').getByRole('button', { name: /^Show/ }).count()).toBe(0)
})

test('Escape closes the image alone, also while the focus is still in the panel', async () => {
  const { page } = await openFiles([pngFile('blue.png')])
  const thumbnail = page.getByRole('button', { name: 'Show “blue.png”' })
  await thumbnail.click()
  const viewer = page.getByRole('dialog', { name: 'blue.png' })
  await visible(viewer)
  // The panel is hidden from roles meanwhile.
  await page
    .locator('button[aria-label="Show “blue.png”"]')
    .dispatchEvent('keydown', { key: 'Escape', bubbles: true })
  await hidden(viewer)
  await visible(sheet(page))
})

test('an image that cannot be shown keeps its icon and says so', async () => {
  const broken = pngFile('broken.png')
  const { page } = await openFiles([{ ...broken, buffer: broken.buffer.subarray(0, 40) }])
  await page.getByRole('button', { name: 'Show “broken.png”' }).click()
  const viewer = page.getByRole('dialog', { name: 'broken.png' })
  await visible(viewer.getByText('This image cannot be shown'))
  await page.keyboard.press('Escape')
  await hidden(viewer)
  expect(await item(page, 'broken.png').locator('img').count()).toBe(0)
})

test('a file is deleted after a question', async () => {
  const { ada, id, page } = await openFiles([textFile('one.txt'), textFile('two.txt')])
  await page.getByRole('button', { name: 'Delete “one.txt”' }).click()
  await visible(page.getByText('Delete this file for good?'))
  await items(page).getByRole('button', { name: 'Cancel' }).click()
  await hidden(page.getByText('Delete this file for good?'))
  await hasFocus(page.getByRole('button', { name: 'Delete “one.txt”' }))
  await page.getByRole('button', { name: 'Delete “one.txt”' }).click()
  await items(page).getByRole('button', { name: 'Delete', exact: true }).press('Enter')
  await hidden(item(page, 'one.txt'))
  await hasFocus(addButton(page))
  await expect.poll(async () => namesOf(await ada.files(id))).toEqual(['two.txt'])
})

test('on a phone nothing scrolls sideways, whatever a file is called', async () => {
  const { page } = await openFiles([textFile(`${'x'.repeat(240)}.txt`), pngFile(`${'y'.repeat(240)}.png`)])
  allowConsoleErrors(page, NETWORK_ERRORS)
  await page.setViewportSize({ width: 390, height: 844 })
  await picker(page).setInputFiles(textFile(`${'z'.repeat(240)}.html`, '<html>'))
  await visible(sheet(page).getByRole('alert').getByText('Files of this type'))
  const isWider = (dialog: ReturnType<Page['locator']>) =>
    dialog.evaluate((element) => element.scrollWidth > element.clientWidth)
  expect(await isWider(sheet(page))).toBe(false)
  await page.getByRole('button', { name: /^Show “y/ }).click()
  const viewer = page.getByRole('dialog', { name: /^y+/ })
  await visible(viewer.getByRole('img'))
  expect(await isWider(viewer)).toBe(false)
})

test('what another program adds and deletes shows when the page comes into view again', async () => {
  const { ada, id, page } = await openFiles([textFile('mine.txt')])
  await visible(item(page, 'mine.txt'))
  await ada.addFile(id, toFile(textFile('theirs.txt')))
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })))
  await visible(item(page, 'theirs.txt'))
})
