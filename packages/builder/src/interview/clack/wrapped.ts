/** The text with line breaks between words, so that no line is longer than `width` where its words are not. */
export const wrapped = (text: string, width: number): string =>
  text
    .split('\n')
    .map((line) => wrappedLine(line, width))
    .join('\n')

function wrappedLine(text: string, width: number): string {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (longer.length > width && line.trim() !== '') {
      lines.push(line)
      line = word
    } else line = longer
  }
  return [...lines, line].join('\n')
}
