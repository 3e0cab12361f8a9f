import { describe, expect, test } from 'vitest'
import { allowConsoleErrors, newUser, open, url } from '../support/harness.ts'
import { heading, visible } from '../support/locators.ts'

describe('the content security policy', () => {
  test('is sent with every page and allows no inline code and no other host', async () => {
    for (const path of ['/', '/today', '/board', '/account']) {
      const response = await fetch(url + path, { headers: { accept: 'text/html' } })
      const policy = response.headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'self'")
      expect(policy).toContain("script-src 'self'")
      expect(policy).not.toMatch(/unsafe-|\*|https?:/)
    }
  })

  test('blocks scripts, handlers, styles and images injected into a page', async () => {
    const page = await open(await newUser())
    allowConsoleErrors(page, /Content Security Policy/)
    await visible(heading(page, 'Tasks'))
    await page.evaluate(() => {
      const seen: string[] = []
      Object.assign(window, { seen })
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
        seen.push(effectiveDirective),
      )
      const script = document.createElement('script')
      script.textContent = 'window.wasRun = true'
      const style = document.createElement('style')
      style.textContent = 'body { display: none }'
      const image = document.createElement('img')
      image.setAttribute('onerror', 'window.wasRun = true')
      image.addEventListener('error', () => seen.push('image error'))
      image.src = 'https://example.com/pixel.png'
      document.body.append(script, style, image)
    })
    await expect
      .poll(() => page.evaluate(() => (window as unknown as { seen: string[] }).seen))
      .toEqual(
        expect.arrayContaining([
          'script-src-elem',
          'script-src-attr',
          'style-src-elem',
          'img-src',
          'image error',
        ]),
      )
    const { wasRun, display } = await page.evaluate(() => ({
      wasRun: 'wasRun' in window,
      display: getComputedStyle(document.body).display,
    }))
    expect(wasRun).toBe(false)
    expect(display).not.toBe('none')
  })
})
