import remapping from '@jridgewell/remapping'
import MagicString from 'magic-string'
import type { Plugin } from 'rolldown'

/**
 * V8 keeps the text of what runs, with two bytes for every character as soon as one of them needs two. Done last: the
 * minifier would write the characters themselves.
 */
export const asciiText: Plugin = {
  name: 'ascii-text',
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue
      const text = escaped(chunk.code)
      const map = bundle[`${chunk.fileName}.map`]
      if (map?.type === 'asset') {
        map.source = remapping(
          [text.generateMap({ hires: 'boundary' }).toString(), String(map.source)],
          () => null,
        ).toString()
      }
      chunk.code = text.toString()
    }
  },
}

function escaped(code: string): MagicString {
  const text = new MagicString(code)
  for (const { 0: character, index } of code.matchAll(/[^\0-\x7f]/g)) {
    const [before = ''] = /\\*$/.exec(code.slice(Math.max(0, index - 20), index)) ?? []
    if (before.length % 2 === 1) throw new Error(`An escaped ${character} cannot be escaped once more`)
    text.overwrite(index, index + 1, `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
  }
  return text
}
