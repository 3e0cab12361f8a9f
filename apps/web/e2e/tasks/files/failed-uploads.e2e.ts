import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { addButton, item, items, namesOf, openFiles, picker, UPLOAD, upload } from '../../support/files.ts'
import { allowConsoleErrors, NETWORK_ERRORS } from '../../support/harness.ts'
import { hasFocus, hidden, sheet, visible } from '../../support/locators.ts'
import { textFile } from '../../support/sample-files.ts'

const MIB = 1024 ** 2

test('a type that is not taken says so at the row, which can be removed and not repeated', async () => {
  const { page } = await openFiles()
  allowConsoleErrors(page, NETWORK_ERRORS)
  await picker(page).setInputFiles({
    name: 'page.html',
    mimeType: 'text/html',
    buffer: Buffer.from('<!doctype html>'),
  })
  await visible(upload(page, 'page.html').getByRole('alert').getByText('Files of this type cannot be added'))
  expect(await upload(page, 'page.html').getByRole('button', { name: /again/ }).count()).toBe(0)
  await upload(page, 'page.html').getByRole('button', { name: 'Remove “page.html” from the list' }).click()
  await hidden(upload(page, 'page.html'))
  await hasFocus(addButton(page))
})

test('a file that is too large is not sent, and one that the server finds too large says the same', async () => {
  const { ada, id, page } = await openFiles()
  allowConsoleErrors(page, NETWORK_ERRORS)
  let sent = 0
  page.on('request', (request) => {
    if (request.method() === 'POST' && UPLOAD.test(request.url())) sent += 1
  })
  const openAgain = async () => {
    const known = page.waitForResponse(/file\.limits/)
    await page.reload()
    await known
    await visible(sheet(page).getByText('No files yet'))
  }
  const large = textFile('large.txt', 'x'.repeat(11 * MIB))
  const reason = 'This file is too large: 10 MB at most'
  await openAgain()
  await picker(page).setInputFiles(large)
  await visible(upload(page, 'large.txt').getByText(reason))
  expect(sent).toBe(0)

  await page.route(/file\.limits/, async (route) => {
    const response = await route.fetch()
    await route.fulfill({
      response,
      body: (await response.text()).replace(`"maxBytes":${10 * MIB}`, `"maxBytes":${100 * MIB}`),
    })
  })
  await openAgain()
  await picker(page).setInputFiles(large)
  await visible(upload(page, 'large.txt').getByText(reason), 30_000)
  expect([sent, await ada.files(id)]).toEqual([1, []])
})

test('a task that has 20 files takes one more only after another was deleted', async () => {
  const { ada, id, page } = await openFiles(Array.from({ length: 20 }, (_, i) => textFile(`${i}.txt`)))
  allowConsoleErrors(page, NETWORK_ERRORS)
  await expect.poll(() => items(page).count()).toBe(20)
  await picker(page).setInputFiles(textFile('more.txt'))
  await visible(upload(page, 'more.txt').getByText('A task can have at most 20 files'))
  await page.getByRole('button', { name: 'Delete “0.txt”' }).click()
  await items(page).getByRole('button', { name: 'Delete', exact: true }).click()
  await expect.poll(() => items(page).count()).toBe(19)
  await page.getByRole('button', { name: 'Try “more.txt” again' }).click()
  await visible(item(page, 'more.txt'))
  expect(namesOf(await ada.files(id))).toEqual([
    ...Array.from({ length: 19 }, (_, i) => `${i + 1}.txt`),
    'more.txt',
  ])
})

test('an upload whose answer is lost is sent again with its key, and one file is kept', async () => {
  const { ada, id, page } = await openFiles()
  allowConsoleErrors(page, NETWORK_ERRORS)
  const keys: string[] = []
  await page.route(UPLOAD, async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    keys.push(route.request().headers()['idempotency-key'] ?? '')
    if (keys.length > 1) return route.continue()
    await route.fetch()
    await route.abort()
  })
  await picker(page).setInputFiles(textFile('once.txt'))
  await visible(upload(page, 'once.txt').getByText('The server could not be reached'))
  await page.getByRole('button', { name: 'Try “once.txt” again' }).click()
  await expect.poll(() => upload(page, 'once.txt').count()).toBe(0)
  expect([keys.length, new Set(keys).size]).toEqual([2, 1])
  expect(namesOf(await ada.files(id))).toEqual(['once.txt'])
  await expect.poll(() => items(page).count()).toBe(1)
})

test('offline, files wait, and are sent when the connection is back', async () => {
  const { ada, id, page } = await openFiles()
  allowConsoleErrors(page, NETWORK_ERRORS)
  await page.context().setOffline(true)
  await visible(page.getByText('You are offline'))
  await picker(page).setInputFiles(textFile('train.txt'))
  await visible(upload(page, 'train.txt').getByText('Waiting for a connection'))
  await page.context().setOffline(false)
  await visible(item(page, 'train.txt'))
  expect(namesOf(await ada.files(id))).toEqual(['train.txt'])
})

test('a refused token is renewed, and the upload and the download go on', async () => {
  const { ada, id, page } = await openFiles()
  allowConsoleErrors(page, NETWORK_ERRORS)
  const refused = new Set<string>()
  await page.route(/\/api\/v1\/[^/]+\/tasks\/[^/]+\/files/, async (route) => {
    const headers = await route.request().allHeaders()
    const isFirst = !refused.has(route.request().method())
    refused.add(route.request().method())
    await route.continue(
      isFirst ? { headers: { ...headers, authorization: `${headers.authorization}x` } } : {},
    )
  })
  await picker(page).setInputFiles(textFile('renewed.txt', 'bytes'))
  await visible(item(page, 'renewed.txt'))
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download “renewed.txt”' }).click()
  expect(await readFile(await (await download).path(), 'utf8')).toBe('bytes')
  expect([[...refused], namesOf(await ada.files(id))]).toEqual([['POST', 'GET'], ['renewed.txt']])
})
