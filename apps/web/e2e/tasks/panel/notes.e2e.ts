import { describe, expect, test } from 'vitest'
import { ALL_TASKS, newUser, open, serverHas } from '../../support/harness.ts'
import { hasFocus, property, sheet, shownNotes, visible } from '../../support/locators.ts'

describe('notes', () => {
  test('are shown as Markdown, and edited by a click, the keyboard, and beside a link', async () => {
    const description = '# Shop\nTwo bottles,\n*glass*.\n\n- [ ] milk\n\nSee https://example.com/a'
    const ada = await newUser()
    const { id } = await ada.create({ title: 'Buy milk', description })
    const page = await open(ada, `${ALL_TASKS}?task=${id}`)
    const link = shownNotes(page).getByRole('link')
    await visible(link)
    expect(
      await link.evaluate((one: HTMLAnchorElement) => [one.href, one.rel, one.target, one.textContent]),
    ).toEqual(['https://example.com/a', 'noopener noreferrer nofollow', '_blank', 'https://example.com/a'])
    await visible(shownNotes(page).getByRole('heading', { name: 'Shop' }))
    expect(await shownNotes(page).locator('em').textContent()).toBe('glass')
    await shownNotes(page).getByText('Two bottles').click()
    const editor = sheet(page).getByRole('textbox', { name: 'Notes' })
    await hasFocus(editor)
    expect(await editor.inputValue()).toBe(description)
    await page.keyboard.type('!')
    await page.keyboard.press('Control+Enter')
    await hasFocus(shownNotes(page).getByRole('button', { name: 'Edit' }))
    await serverHas(ada, id, { description: `${description}!` })
    await page.keyboard.press('Enter')
    await hasFocus(editor)
    // What is clicked while the notes are edited is hit, although the notes become shorter.
    await property(page, 'Priority').click()
    await visible(page.getByRole('menu'))
    await page.keyboard.press('Escape')
    await visible(shownNotes(page))
    await editor.waitFor({ state: 'detached' })
  })

  test('run no code, load nothing, and lead nowhere dangerous', async () => {
    const attacks = [
      '<script>window.hacked = 1</script>',
      '<img src="/favicon.svg?raw" onerror="window.hacked=1">',
      '<a href="https://example.com/raw" style="position:fixed;inset:0" onclick="window.hacked=1">raw</a>',
      '<iframe srcdoc="<script>parent.hacked=1</script>"></iframe><svg onload="window.hacked=1"></svg>',
      '[a](javascript:window.hacked=1)',
      '[b](JaVaScRiPt:window.hacked=1)',
      '[c](&#106;avascript:window.hacked=1)',
      '[d](java&Tab;script:window.hacked=1)',
      '[e](data:text/html,<script>1</script>)',
      '[f](vbscript:x) [g](file:///etc/passwd) [h](//example.com/h) [i](/account)',
      '<javascript:window.hacked=1>',
      '[j][j]\n\n[j]: javascript:window.hacked=1',
      '[k](https://example.com/k "x\\" onmouseover=\\"window.hacked=1")',
      '![tracker](https://example.com/pixel.png)',
      '![l](javascript:window.hacked=1)',
      '# root <b id="root">',
      'x[^1]\n\n[^1]: javascript:window.hacked=1',
    ]
    const ada = await newUser()
    const { id } = await ada.create({ title: 'Buy milk', description: attacks.join('\n\n') })
    const page = await open(ada)
    const requested: string[] = []
    page.on('request', (request) => requested.push(request.url()))
    await page.goto(`${ada.url}${ALL_TASKS}?task=${id}`)
    const link = shownNotes(page).getByRole('link', { name: 'tracker' })
    await visible(link)
    const found = await shownNotes(page).evaluate((notes) => {
      const elements = [...notes.querySelectorAll('.notes *')]
      return {
        tags: [...new Set(elements.map(({ localName }) => localName))].filter((name) =>
          ['script', 'img', 'iframe', 'svg', 'style', 'b', 'input', 'form', 'object'].includes(name),
        ),
        attributes: [...new Set(elements.flatMap((one) => one.getAttributeNames()))].toSorted(),
        links: elements.flatMap((one) => (one instanceof HTMLAnchorElement ? [[one.href, one.rel]] : [])),
      }
    })
    expect(found.tags).toEqual([])
    expect(found.attributes).toEqual(['class', 'href', 'rel', 'target'])
    for (const [href, rel] of found.links) {
      expect(href).toMatch(/^https:\/\/example\.com\//)
      expect(rel).toBe('noopener noreferrer nofollow')
    }
    expect(found.links.length).toBeGreaterThan(1)
    for (const name of 'abcdefghijl') {
      for (const one of await shownNotes(page).getByText(name, { exact: true }).all())
        await one.click({ trial: true })
    }
    expect(await page.evaluate(() => 'hacked' in window)).toBe(false)
    expect(requested.filter((url) => url.includes('example.com') || url.includes('?raw'))).toEqual([])
    await visible(shownNotes(page).getByText('<script>window.hacked = 1</script>'))
  })
})
