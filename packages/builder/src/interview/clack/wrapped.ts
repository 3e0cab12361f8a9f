/** The text with line breaks between words, so that no line is longer than `width` where its words are not. Lines keep their indent. */
export const wrapped = (text: string, width: number): string =>
  text
    .split('\n')
    .map((line) => wrappedLine(line, width))
    .join('\n')

function wrappedLine(text: string, width: number): string {
  const lines: string[] = []
  const words = text.trimStart()
  let line = text.slice(0, text.length - words.length)
  for (const word of words.split(' ')) {
    const longer = line.trim() === '' ? `${line}${word}` : `${line} ${word}`
    if (longer.length > width && line.trim() !== '') {
      lines.push(line)
      line = word
    } else line = longer
  }
  return [...lines, line].join('\n')
}
