/** One line of what was shared. Apps often repeat the title or the address in the text. */
export function lineOf(parts: readonly string[]): string {
  return parts.reduce((line, part) => {
    const text = part.replace(/\s+/gu, ' ').trim()
    if (text.includes(line)) return text
    return line.includes(text) ? line : `${line} ${text}`
  }, '')
}
