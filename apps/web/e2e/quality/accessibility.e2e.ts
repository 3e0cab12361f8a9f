import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { ADMIN } from '../support/global-setup.ts'
import { expectTrouble, newUser, open, row, seen, settled, sheet, titleIn, url } from '../support/harness.ts'
import { pleasantTasks } from '../support/sample-tasks.ts'
import { User } from '../support/user.ts'

const ASSETS = path.join(import.meta.dirname, '../../dist/assets')

/** What axe finds wrong: rule and elements. Content security policies do not apply to `evaluate`. */
async function violations(page: Page): Promise<string[]> {
  // Colours that are on their way to others are none to be judged.
  await settled(page)
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') }
    const { violations } = await axe.run(document, { resultTypes: ['violations'] })
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, any, all, none }) => {
        const [why] = [...any, ...all, ...none]
        return `${id}: ${target.join(' ')} (${why?.message ?? ''})`
      }),
    )
  })
}

async function ada(): Promise<User> {
  const user = await newUser()
  await user.createAll(pleasantTasks())
  const [deleted] = await user.tasks()
  if (deleted) await user.delete(deleted.id)
  return user
}

const level1 = (page: Page) => page.getByRole('heading', { level: 1 })
const dialog = (page: Page) => page.getByRole('dialog')

const PAGES = [
  '/',
  '/board',
  '/calendar',
  '/calendar?view=week',
  '/stats',
  '/trash',
  '/account',
  '/admin',
  '/nowhere',
]
const THEMES = ['light', 'dark'] as const
const WIDE = { width: 1280, height: 900 }
const NARROW = { width: 390, height: 844 }

describe('axe finds nothing', () => {
  // What is laid out differently has the same colours: a phone needs one theme.
  test.each([
    ['a desktop, light', 'light', WIDE],
    ['a desktop, dark', 'dark', WIDE],
    ['a phone', 'light', NARROW],
  ] as const)('on any page, on %s', async (_, colorScheme, viewport) => {
    const user = await ada()
    const page = await open(user, '/', { colorScheme, viewport })
    const found: Record<string, string[]> = {}
    for (const path of PAGES) {
      await page.goto(url + path)
      found[path] = await violations(page)
    }
    for (const path of ['/sign-in', '/sign-up']) {
      const out = await open(undefined, path, { colorScheme, viewport })
      found[path] = await violations(out)
    }
    expect(Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0))).toEqual({})
  })

  test.each(THEMES)('with anything open, %s', async (colorScheme) => {
    const user = await ada()
    const page = await open(user, '/?status=all', { colorScheme })
    const [task] = await user.tasks({ status: 'todo' })
    const title = task?.title ?? ''
    await seen(row(page, title))
    const found: Record<string, string[]> = {}
    const look = async (name: string) => {
      found[name] = await violations(page)
    }

    await titleIn(page, title).click()
    await seen(sheet(page).getByLabel('Title'))
    await look('sheet')
    await sheet(page).getByRole('button', { name: 'Close' }).click()

    for (const [name, key] of [
      ['palette', 'Control+k'],
      ['shortcuts', '?'],
      ['quick add', 'c'],
    ] as const) {
      await page.keyboard.press(key)
      await seen(dialog(page))
      await look(name)
      await page.keyboard.press('Escape')
      await dialog(page).waitFor({ state: 'detached' })
    }
    await page.getByRole('button', { name: `Actions for “${title}”` }).click()
    await seen(page.getByRole('menu'))
    await look('menu')
    await page.keyboard.press('Escape')
    await page.getByRole('checkbox', { name: `Select “${title}”` }).click()
    await seen(page.getByRole('toolbar'))
    await page.getByLabel('New task').fill('Buy milk tomorrow #home !high')
    await seen(page.getByRole('list', { name: 'Recognised in your text' }).getByRole('listitem'))
    await look('selection and chips')
    await page.keyboard.press('Enter')
    await seen(page.getByText('Task added'))
    await look('toast')
    await page.context().setOffline(true)
    expectTrouble(page, /Failed to load resource|WebSocket/)
    await seen(page.getByText('You are offline'))
    await look('offline')
    expect(Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0))).toEqual({})
  })
})

test('axe finds nothing on the page for administrators', async () => {
  const grace = await new User(url, ADMIN).signIn()
  for (const colorScheme of THEMES) {
    const page = await open(grace, '/admin', { colorScheme })
    await seen(page.getByRole('table'))
    expect(await violations(page)).toEqual([])
  }
})

test('no page is wider than a phone, however narrow', async () => {
  const user = await ada()
  await user.create({ title: `A title without a space: ${'x'.repeat(200)}`, tags: ['y'.repeat(50)] })
  const page = await open(user, '/', { viewport: NARROW })
  for (const path of PAGES) {
    await page.goto(url + path)
    await settled(page)
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: NARROW.height })
      // A chart is drawn again once its place has changed.
      const widest = () => page.evaluate(() => document.documentElement.scrollWidth)
      await expect.poll(widest, { message: `${path} at ${width}` }).toBeLessThanOrEqual(width)
    }
  }
})

test('everything can be reached with Tab, and shows that it has the focus', async () => {
  const user = await newUser()
  await user.createAll(['One', 'Two'])
  const page = await open(user)
  await seen(row(page, 'One'))
  const reached: string[] = []
  for (let i = 0; i < 40; i += 1) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate(() => {
      const element = document.activeElement
      if (!(element instanceof HTMLElement) || element === document.body) return undefined
      const { outlineStyle, outlineWidth, borderColor, opacity } = getComputedStyle(element)
      const { width } = element.getBoundingClientRect()
      const name = element.getAttribute('aria-label') ?? element.textContent?.trim() ?? ''
      const shows = (outlineStyle !== 'none' && outlineWidth !== '0px') || element.matches('input')
      return { name, shows, isThere: width > 0 && opacity !== '0' && borderColor !== '' }
    })
    if (!at) break
    expect(at, at.name).toMatchObject({ shows: true, isThere: true })
    reached.push(at.name)
  }
  expect(reached[0]).toBe('Skip to the content')
  expect(reached).toEqual(
    expect.arrayContaining([
      'Board',
      'New task',
      'Search tasks',
      'Complete “Two”',
      'Two',
      'Select “One”',
      'One',
    ]),
  )
  expect(reached.indexOf('Two')).toBeLessThan(reached.indexOf('One'))
})

describe('the content security policy', () => {
  test('is sent with every page and lets nothing in that stands in a page', async () => {
    for (const path of ['/', '/board', '/account']) {
      const answer = await fetch(url + path, { headers: { accept: 'text/html' } })
      const policy = answer.headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'self'")
      expect(policy).toContain("script-src 'self'")
      expect(policy).not.toMatch(/unsafe-|\*|https?:/)
    }
  })

  test('blocks scripts and styles that somebody gets into the page', async () => {
    const page = await open(await newUser())
    expectTrouble(page, /Content Security Policy/)
    await seen(level1(page))
    const done = await page.evaluate(async () => {
      const violated: string[] = []
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
        violated.push(effectiveDirective),
      )
      const script = document.createElement('script')
      script.textContent = 'window.wasRun = true'
      const style = document.createElement('style')
      style.textContent = 'body { display: none }'
      const image = document.createElement('img')
      image.setAttribute('onerror', 'window.wasRun = true')
      image.src = 'https://example.com/pixel.png'
      document.body.append(script, style, image)
      await new Promise((resolve) => setTimeout(resolve, 200))
      return { violated, wasRun: 'wasRun' in window, display: getComputedStyle(document.body).display }
    })
    expect(done.wasRun).toBe(false)
    expect(done.display).not.toBe('none')
    expect(done.violated).toEqual(
      expect.arrayContaining(['script-src-elem', 'script-src-attr', 'style-src-elem', 'img-src']),
    )
  })
})

/** The scripts that a page has asked for so far, and how large they came. */
const scriptsOf = (page: Page) =>
  page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter((entry) => entry instanceof PerformanceResourceTiming)
      .filter(({ name }) => name.endsWith('.js'))
      .map(({ name, encodedBodySize }) => ({ name, came: encodedBodySize })),
  )

describe('the first load', () => {
  test.each(['the page to sign in', 'the list of tasks'])('of %s is under 130 kB of script', async (what) => {
    const user = what === 'the list of tasks' ? await ada() : undefined
    const page = await open(user)
    await seen(user ? page.getByRole('list', { name: 'Tasks', exact: true }) : level1(page))
    await page.waitForLoadState('networkidle')
    const scripts = await scriptsOf(page)
    expect(scripts.length).toBeGreaterThan(0)
    let zipped = 0
    for (const { name } of scripts) {
      const answer = await fetch(name, { headers: { 'accept-encoding': 'identity' } })
      zipped += gzipSync(Buffer.from(await answer.arrayBuffer()), { level: 9 }).byteLength
    }
    const came = scripts.reduce((sum, one) => sum + one.came, 0)
    process.stdout.write(
      `      ${what}: ${scripts.length} scripts, ${(zipped / 1000).toFixed(1)} kB gzipped, ${(came / 1000).toFixed(1)} kB as they came\n`,
    )
    expect(zipped).toBeLessThan(130_000)
    // What the server sends is no larger than that.
    expect(came).toBeLessThanOrEqual(zipped)
  })

  test('is measured until the list can be used', async () => {
    const user = await ada()
    const page = await open(user)
    const times: number[] = []
    for (let i = 0; i < 5; i += 1) {
      const started = performance.now()
      await page.goto(url, { waitUntil: 'commit' })
      await seen(page.getByRole('list', { name: 'Tasks', exact: true }).getByRole('listitem'))
      times.push(Math.round(performance.now() - started))
    }
    process.stdout.write(`      the list can be used after ${times.join(', ')} ms\n`)
  })
})

describe('the bundle', () => {
  test('holds no code of the server', async () => {
    const files = (await readdir(ASSETS)).filter((name) => name.endsWith('.js'))
    expect(files.length).toBeGreaterThan(5)
    for (const name of files) {
      const text = await readFile(path.join(ASSETS, name), 'utf8')
      for (const word of ['prisma', 'jsonwebtoken', 'fastify', 'argon2', 'pglite'])
        expect(text.toLowerCase().includes(word), `${word} in ${name}`).toBe(false)
    }
  })

  test('is the same compressed', async () => {
    const files = (await readdir(ASSETS)).filter((name) => /\.(js|css)$/.test(name))
    for (const name of files) {
      const [whole, gz, br] = await Promise.all(
        ['', '.gz', '.br'].map((ending) => readFile(path.join(ASSETS, name + ending))),
      )
      if (!whole || !gz || !br) throw new Error(`${name} is not compressed`)
      expect(gunzipSync(gz).equals(whole), `${name}.gz`).toBe(true)
      expect(brotliDecompressSync(br).equals(whole), `${name}.br`).toBe(true)
    }
  })
})

test('whoever wants less motion gets none', async () => {
  const user = await newUser()
  await user.create('One')
  const page = await open(user, '/', { reducedMotion: 'reduce' })
  await seen(row(page, 'One'))
  await page.evaluate(() => {
    const seen: number[] = []
    Object.assign(window, { durations: seen })
    for (const name of ['animationstart', 'transitionrun']) {
      document.addEventListener(name, () => {
        for (const one of document.getAnimations())
          seen.push(Number(one.effect?.getComputedTiming().duration))
      })
    }
  })
  await titleIn(page, 'One').click()
  await seen(sheet(page))
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Complete “One”' }).click()
  await seen(page.getByText('Task completed'))
  const durations = await page.evaluate(() => (window as unknown as { durations: number[] }).durations)
  expect(durations.filter((duration) => duration > 1)).toEqual([])
})
