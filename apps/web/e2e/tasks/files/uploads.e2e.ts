import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { addButton, item, namesOf, openFiles, picker, UPLOAD, upload } from '../../support/files.ts'
import { allowConsoleErrors, NETWORK_ERRORS } from '../../support/harness.ts'
import { hidden, sheet, toast, visible } from '../../support/locators.ts'
import { pngFile, textFile, transferOf } from '../../support/sample-files.ts'

const MIB = 1024 ** 2

/** Holds back the uploads of a page, until they are let go. Returns how many there were, by their key. */
async function holdUploads(page: Page) {
  const keys: string[] = []
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route(UPLOAD, async (route) => {
    if (route.request().method() === 'POST') {
      keys.push(route.request().headers()['idempotency-key'] ?? '')
      await released
    }
    // The page may have ended the request meanwhile.
    await route.continue().catch(() => {})
  })
  return { keys, release }
}

test('several files are chosen at once, and are kept with their names, types and bytes', async () => {
  const { ada, id, page } = await openFiles()
  await visible(sheet(page).getByText('No files yet'))
  const chosen = page.waitForEvent('filechooser')
  await addButton(page).press('Enter')
  await (await chosen).setFiles([textFile('Grüße "a".txt', 'Hello'), pngFile('blue.png')])
  await visible(item(page, 'Grüße "a".txt').getByText('Text · 5 bytes'))
  await visible(item(page, 'blue.png').getByText('PNG image'))
  await expect.poll(() => upload(page, '').count()).toBe(0)
  const kept = await ada.files(id)
  expect(namesOf(kept).toSorted()).toEqual(['Grüße "a".txt', 'blue.png'])
  const text = kept.find(({ mediaType }) => mediaType === 'text/plain')
  expect(Buffer.from(await ada.content(id, text?.id ?? '')).toString()).toBe('Hello')
})

test('an upload shows how much of it is sent until it is done', async () => {
  const { ada, id, page } = await openFiles()
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: 2 * MIB,
  })
  await page.evaluate(() => {
    const seen: number[] = []
    Object.assign(window, { seen })
    new MutationObserver(() => {
      const value = document.querySelector('progress')?.value
      if (value !== undefined && value !== seen.at(-1)) seen.push(value)
    }).observe(document.body, { subtree: true, childList: true, attributes: true })
  })
  const large = textFile('large.txt', 'x'.repeat(6 * MIB))
  await picker(page).setInputFiles(large)
  await visible(upload(page, 'large.txt').getByRole('progressbar', { name: 'Upload of “large.txt”' }))
  await visible(item(page, 'large.txt').getByText('6 MB'), 30_000)
  const seen = await page.evaluate(() => (window as unknown as { seen: number[] }).seen)
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  expect(seen.filter((value) => value > 0 && value < 1).length).toBeGreaterThan(1)
  const [kept] = await ada.files(id)
  expect(kept?.size).toBe(6 * MIB)
})

test('files are dropped on the panel, which shows where; dropped beside it they do nothing', async () => {
  const { ada, id, page } = await openFiles()
  const dataTransfer = await transferOf(page, [textFile('dropped.txt'), pngFile('dropped.png')])
  const target = page.getByText('Drop the files here to add them')
  await page.dispatchEvent('body', 'dragenter', { dataTransfer })
  await visible(target)
  const { width, x } = (await sheet(page).boundingBox()) ?? { width: 0, x: 0 }
  const cover = (await target.locator('..').boundingBox()) ?? { width: 0, x: 0 }
  expect([cover.x > x, cover.width > width * 0.8]).toEqual([true, true])
  await page.dispatchEvent('body', 'drop', { dataTransfer })
  await hidden(target)
  await addButton(page).dispatchEvent('dragover', { dataTransfer })
  await visible(target)
  await addButton(page).dispatchEvent('drop', { dataTransfer })
  await hidden(target)
  await visible(item(page, 'dropped.txt'))
  await visible(item(page, 'dropped.png'))
  expect(await ada.files(id)).toHaveLength(2)
})

test('an image is pasted under a name with the time, and a text that is pasted with one stays a text', async () => {
  const { ada, id, page } = await openFiles()
  const paste = async (text?: string) => {
    const clipboardData = await transferOf(page, [pngFile('image.png')])
    await sheet(page)
      .getByRole('textbox', { name: 'New comment' })
      .evaluate(
        (element, { data, text }) => {
          if (text !== undefined) data.setData('text/plain', text)
          const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
          element.dispatchEvent(event)
        },
        { data: clipboardData, text },
      )
  }
  await paste('A table')
  await paste()
  await visible(item(page, 'Pasted image'))
  await expect
    .poll(async () => namesOf(await ada.files(id)))
    .toEqual([expect.stringMatching(/^Pasted image \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.png$/)])
})

test('an upload that is cancelled leaves nothing, and others go on', async () => {
  const { ada, id, page } = await openFiles()
  const { release } = await holdUploads(page)
  await picker(page).setInputFiles([textFile('one.txt'), textFile('two.txt'), textFile('three.txt')])
  await visible(upload(page, 'three.txt').getByText('Waiting its turn'))
  await page.getByRole('button', { name: 'Cancel the upload of “one.txt”' }).click()
  await hidden(upload(page, 'one.txt'))
  release()
  await visible(item(page, 'two.txt'))
  await visible(item(page, 'three.txt'))
  expect(namesOf(await ada.files(id)).toSorted()).toEqual(['three.txt', 'two.txt'])
})

test('an upload goes on while the panel is closed, is seen when it is opened again, and a failure is told', async () => {
  const { ada, id, page } = await openFiles()
  allowConsoleErrors(page, NETWORK_ERRORS)
  const { release } = await holdUploads(page)
  await picker(page).setInputFiles([
    textFile('a.txt'),
    { ...textFile('b.svg', '<svg/>'), mimeType: 'image/svg+xml' },
  ])
  await visible(upload(page, 'a.txt'))
  await page.keyboard.press('Escape')
  await hidden(sheet(page))
  await page.getByRole('button', { name: 'Buy milk', exact: true }).click()
  await visible(upload(page, 'a.txt'))
  await page.keyboard.press('Escape')
  await hidden(sheet(page))
  release()
  await visible(toast(page, '“b.svg” was not added. Files of this type cannot be added'))
  await expect.poll(async () => namesOf(await ada.files(id))).toEqual(['a.txt'])
  await page.getByRole('button', { name: 'Buy milk', exact: true }).click()
  await visible(item(page, 'a.txt'))
  await visible(upload(page, 'b.svg').getByRole('alert'))
})

test('signing out ends the uploads', async () => {
  const { ada, id, page } = await openFiles()
  allowConsoleErrors(page, NETWORK_ERRORS)
  const { keys, release } = await holdUploads(page)
  const ended = page.waitForEvent('requestfailed', (request) => UPLOAD.test(request.url()))
  await picker(page).setInputFiles(textFile('late.txt'))
  await expect.poll(() => keys.length).toBe(1)
  await page.keyboard.press('Escape')
  await hidden(sheet(page))
  await page.getByRole('button', { name: /^Account menu/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await ended
  release()
  await visible(page.getByRole('heading', { name: 'Sign in' }))
  expect(await ada.files(id)).toEqual([])
})
