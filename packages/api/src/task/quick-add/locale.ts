import { z } from 'zod'

/** A language tag of BCP 47. */
export const locale = z.string().max(100).refine(isLocale, 'must be a language tag of BCP 47, such as en-GB')

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}
