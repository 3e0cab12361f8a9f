/** The device of a session, as far as its user agent says. */
export interface Device {
  program: string | undefined
  system: string | undefined
  kind: 'computer' | 'phone' | 'program'
}

type Names = readonly (readonly [RegExp, string])[]

/** In this order, because most browsers also name those that they imitate. */
const BROWSERS: Names = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\b(OPR|Opera)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Headless)?Chrom(e|ium)\/|\bCriOS\//, 'Chrome'],
  [/\bVersion\/.*\bSafari\//, 'Safari'],
]
const SYSTEMS: Names = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bLinux\b|\bX11\b/, 'Linux'],
]

const nameIn = (names: Names, text: string) => names.find(([pattern]) => pattern.test(text))?.[1]

/** Parses a user agent. A program other than a browser keeps the name that it gives itself. */
export function deviceOf(userAgent: string | null): Device {
  const text = userAgent ?? ''
  const browser = nameIn(BROWSERS, text)
  const system = nameIn(SYSTEMS, text)
  const program = browser ?? /^[\w.-]{1,40}/.exec(text)?.[0]
  const isPhone = system !== undefined && ['iPhone', 'iPad', 'Android'].includes(system)
  return { program, system, kind: isPhone ? 'phone' : browser ? 'computer' : 'program' }
}
