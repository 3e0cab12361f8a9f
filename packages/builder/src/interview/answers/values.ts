/** Reads `todo, In progress, "a, b"`: values between commas, in quotes as in JSON where one has a comma. @throws SyntaxError */
export function valuesOf(text: string): string[] {
  const found = text.match(/\s*("(?:[^"\\]|\\.)*"|[^,]*)\s*(,|$)/g) ?? []
  const values = found
    .map((part) => part.replace(/,\s*$/, '').trim())
    .filter((part) => part !== '')
    .map((part) => (/^".*"$/s.test(part) ? String(JSON.parse(part)) : part))
  return values
}

export function valuesText(values: readonly string[]): string {
  return values
    .map((value) =>
      /^[^",\s()[\]{}]([^",()[\]{}]*[^",\s()[\]{}])?$/.test(value) ? value : JSON.stringify(value),
    )
    .join(', ')
}

/** Why a list of values cannot be those of an enum. */
export function refuseValues(text: string): string | undefined {
  let values: string[]
  try {
    values = valuesOf(text)
  } catch {
    return 'A value in quotes has to be JSON, such as "a, b"'
  }
  if (values.length === 0) return 'An enum needs a value'
  if (values.length > 100) return 'An enum has at most 100 values'
  const long = values.find((value) => value.length > 63 || value === '')
  if (long !== undefined) return `A value has 1 to 63 characters: ${JSON.stringify(long)}`
  const twice = values.find((value, index) => values.indexOf(value) !== index)
  return twice === undefined ? undefined : `Twice the same value: ${twice}`
}
