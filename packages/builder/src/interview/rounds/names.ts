/** Why a text cannot be a name at all. What is reserved or taken is for the checks of the spec. */
export function refuseName(text: string): string | undefined {
  if (/^[a-z][a-zA-Z0-9]{0,49}$/.test(text)) return undefined
  if (text === '') return 'A name is needed'
  const camelCase = text
    .split(/[^a-zA-Z0-9]+/)
    .filter((word) => word !== '')
    .map(
      (word, index) =>
        (index === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1),
    )
    .join('')
    .replace(/^[0-9]+/, '')
    .slice(0, 50)
  const suggestion = /^[a-z]/.test(camelCase) ? `: ${camelCase}` : ''
  return `A name is in camelCase, a letter and then letters and digits, at most 50${suggestion}`
}
