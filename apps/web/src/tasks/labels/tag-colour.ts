import type { CSSProperties } from 'react'

/** How many colours there are. More could not be told apart. */
const HUES = 12

/**
 * The properties of an element that show a tag in its colour. It follows from the name, so that a tag looks the same
 * everywhere.
 */
export function tagColour(tag: string): { style: CSSProperties } {
  // FNV-1a, in which similar names differ.
  let hash = 0x811c9dc5
  for (const char of tag.toLowerCase()) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193)
  const hue = ((hash >>> 0) % HUES) * (360 / HUES)
  return { style: { '--tag-hue': hue } as CSSProperties }
}
