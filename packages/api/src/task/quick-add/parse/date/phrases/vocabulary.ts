/** ISO: 1 is Monday, 7 is Sunday. */
export const WEEKDAYS: Readonly<Record<string, number>> = {
  ...named(1, 'monday', 'mon'),
  ...named(2, 'tuesday', 'tues', 'tue'),
  ...named(3, 'wednesday', 'weds', 'wed'),
  ...named(4, 'thursday', 'thurs', 'thur', 'thu'),
  ...named(5, 'friday', 'fri'),
  ...named(6, 'saturday', 'sat'),
  ...named(7, 'sunday', 'sun'),
}

export const MONTHS: Readonly<Record<string, number>> = {
  ...named(1, 'january', 'jan'),
  ...named(2, 'february', 'feb'),
  ...named(3, 'march', 'mar'),
  ...named(4, 'april', 'apr'),
  ...named(5, 'may'),
  ...named(6, 'june', 'jun'),
  ...named(7, 'july', 'jul'),
  ...named(8, 'august', 'aug'),
  ...named(9, 'september', 'sept', 'sep'),
  ...named(10, 'october', 'oct'),
  ...named(11, 'november', 'nov'),
  ...named(12, 'december', 'dec'),
}

/** `one` is 1. */
export const NUMBERS: Readonly<Record<string, number>> = numbered(
  'one two three four five six seven eight nine ten eleven twelve',
)

/** `first` is 1, up to `thirty-first`. */
export const ORDINALS: Readonly<Record<string, number>> = numbered(
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth ' +
    'sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth ' +
    'twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first',
)

/** A pattern for any of the names. */
export const anyName = (names: Readonly<Record<string, unknown>>) =>
  Object.keys(names)
    .toSorted((a, b) => b.length - a.length)
    .join('|')

export const WEEKDAY = anyName(WEEKDAYS)
export const MONTH = anyName(MONTHS)
export const HOUR = `\\d{1,2}|${anyName(NUMBERS)}`
/** `1st`, `first`; not a plain number. */
export const ORDINAL = `\\d{1,2}(?:st|nd|rd|th)|${anyName(ORDINALS)}`

/** The value of a number or an ordinal in words or digits. */
export function numberOf(word: string): number {
  return NUMBERS[word] ?? ORDINALS[word] ?? Number.parseInt(word, 10)
}

function named(value: number, ...names: string[]): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, value]))
}

function numbered(names: string): Record<string, number> {
  return Object.fromEntries(names.split(' ').map((name, i) => [name, i + 1]))
}
