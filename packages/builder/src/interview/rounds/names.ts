import { camelCase } from '../../spec/names.ts'

/** Why a text cannot be a name at all. What is reserved or taken is for the checks of the spec. */
export function refuseName(text: string): string | undefined {
  if (/^[a-z][a-zA-Z0-9]{0,49}$/.test(text)) return undefined
  if (text === '') return 'A name is needed'
  const nearest = camelCase(text)
  const suggestion = nearest === undefined ? '' : `: ${nearest}`
  return `A name is in camelCase, a letter and then letters and digits, at most 50${suggestion}`
}

/** Why a text cannot be the name of a job. */
export function refuseJob(text: string): string | undefined {
  if (/^[a-z][a-zA-Z]{0,49}$/.test(text)) return undefined
  const nearest = camelCase(text)?.replaceAll(/\d/g, '')
  const suggestion = nearest ? `: ${nearest}` : ''
  return `The name of a job is in camelCase and has no digits, at most 50 letters${suggestion}`
}
