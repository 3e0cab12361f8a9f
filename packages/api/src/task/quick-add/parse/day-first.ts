/** Where English is written with the month first. */
const MONTH_FIRST = new Set(['US', 'AS', 'GU', 'MP', 'PR', 'UM', 'VI'])

/** Whether numeric dates have the day first where a reader writes: in English everywhere but in the United States. False without a locale. */
export function writesDayFirst(tag: string | undefined): boolean {
  if (tag === undefined) return false
  const { language, region = '' } = new Intl.Locale(tag).maximize()
  if (language === 'en') return !MONTH_FIRST.has(region)
  const parts = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'numeric' }).formatToParts()
  const order = parts.map(({ type }) => type)
  return order.indexOf('day') < order.indexOf('month')
}
