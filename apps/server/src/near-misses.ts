import { closest, distance } from 'fastest-levenshtein'

/** Letters that may differ: few enough that `HOME` is not taken for `HOST`, nor `PATH` for `PORT`. */
const mayDiffer = (setting: string) => (setting.length < 9 ? 1 : 2)

/**
 * Finds variables that are no setting but nearly one, and says so in a line each: `JWT_SECRT` would be ignored without a word.
 * Their values, which may be secret, are left out.
 */
export function nearMisses(
  variables: Record<string, string | undefined>,
  settings: readonly string[],
): string[] {
  return Object.entries(variables).flatMap(([name, value]) => {
    if (!value || settings.includes(name)) return []
    const setting = closest(name.toUpperCase(), settings)
    const isNear = isSwapped(name, setting) || distance(name.toUpperCase(), setting) <= mayDiffer(setting)
    return isNear ? [`${name}: is no setting of Tandem: is it ${setting}?`] : []
  })
}

/** `PROT` for `PORT`, which counts as two letters that differ. */
function isSwapped(name: string, setting: string): boolean {
  const letters = (text: string) => [...text].sort().join('')
  return letters(name.toUpperCase()) === letters(setting)
}
