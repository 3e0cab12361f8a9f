import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { settled } from './locators.ts'

/** The violations that axe finds, with rule and element. The content security policy does not apply to `evaluate`. */
export async function violations(page: Page): Promise<string[]> {
  // Colours in the middle of a transition would fail the contrast rule.
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
