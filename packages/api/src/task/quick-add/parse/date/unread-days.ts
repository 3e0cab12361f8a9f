import type { Word } from '../words.ts'
import type { Line } from './line.ts'
import { MONTHS, WEEKDAYS } from './phrases/vocabulary.ts'

const setOf = (words: string) => new Set(words.split(' '))

/** Days as other languages call them, with and without accents, as far as these are no English words. */
const FOREIGN = setOf(
  'heute morgen übermorgen montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar jänner februar märz mai juni juli oktober dezember woche monat ' +
    "aujourd'hui demain après-demain lundi mardi mercredi jeudi vendredi samedi dimanche janvier février fevrier avril juin juillet août aout septembre octobre novembre décembre semaine " +
    'hoy mañana manana lunes martes miércoles miercoles jueves viernes sábado sabado domingo enero febrero marzo abril junio julio agosto septiembre octubre noviembre diciembre semana ' +
    'oggi domani dopodomani lunedì lunedi martedì martedi mercoledì mercoledi giovedì giovedi venerdì venerdi sabato domenica gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre settimana ' +
    'hoje amanhã amanha segunda-feira terça-feira terca-feira quarta-feira quinta-feira sexta-feira janeiro fevereiro março maio junho julho setembro outubro novembro dezembro ' +
    'vandaag overmorgen maandag dinsdag woensdag donderdag vrijdag zaterdag zondag januari februari maart mei augustus ' +
    'imorgen imorgon mandag måndag tirsdag tisdag onsdag torsdag fredag lørdag lördag søndag söndag augusti desember ' +
    'dziś dzis dzisiaj jutro pojutrze poniedziałek wtorek środa środę czwartek piątek sobota sobotę niedziela niedzielę',
)

const NAMES =
  'monday tuesday wednesday thursday friday saturday sunday tomorrow tonight january february august september october november december'.split(
    ' ',
  )
/** Further from what they mean than by one letter, or shorter. */
const MISSPELT = setOf(
  'wendsday wensday wensdays wedsday tody todya thr thrs nxt tomm 2morow wk wkend wknd w/e w/end',
)
/** `tomoz`, `tmrow`, `2mrw` */
const SHORT_TOMORROW = /^(?:to?m+o+|(?:to?|2)m+o?(?:z+|r+o?w?))$/

/** They are about another day than the one that a time alone means, whatever it is. */
const DAYS = setOf(
  'today tomorrow yesterday tonight day days someday payday midweek week weeks weekday weekdays weekend weekends fortnight month months year years holiday holidays hol hols eow eoq eom eoy christmas xmas easter halloween thanksgiving hanukkah diwali eid ramadan passover juneteenth silvester nye valentine',
)
const OCCASION = /(?:(?<![^ ])on [^ ,|]+|'s) (?:birthday|anniversary)(?![^ ,])|half[- ]term/
const NUMERIC =
  /^(?:\d\d?\.\d\d?\.(?:\d{4})?|\d{4}[-/]\d\d?[-/]\d\d?|\d\d?[-/]\d\d?[-/]\d{2,4}|(?:0\d|[12]\d|3[01])\/\d\d?|\d\d?\/(?:0\d|[12]\d|3[01]))$/
const FIRST = /^\d\d?(?:st|nd|rd|th|\.\d\d)$/
const OTHER_SCRIPT = /[^\p{Script=Latin}\P{L}]/u

/** `MWF`, `T/Th`, `M-F`: days of a timetable. */
const DAYS_OF_TIMETABLE =
  /^(?!.$)(?=.*[A-Za-z]$)(?:M[-/&+]?)?(?:Tu?(?!h)[-/&+]?)?(?:W[-/&+]?)?(?:(?:Th|R)[-/&+]?)?(?:F[-/&+]?)?(?:Sa[-/&+]?)?(?:Su)?$/
const IN_LOWER_CASE = /^(?:mwf|tth|tuth|mtwthf|mtwrf|(?:m|tu?|w|th)(?:[-/](?:w|th|r|f))+)$/
const DAY_OF_TIMETABLE = /^(?:m|tu?|w|th|r|f|sa|su)$/

/**
 * Whether a line is about a day that is not read: `Friday's call`, `20th dentist`, a holiday, a misspelt day, one of another
 * language. A time in it is not today's. What is after `about` is mentioned only.
 */
export function namesUnreadDay({ words, text }: Line): boolean {
  if (OCCASION.test(text) || FIRST.test(words[0]?.text ?? '')) return true
  if (words.some((word, i) => !word.isTaken && isOfTimetable(word, words[i + 1]))) return true
  return words.some(
    (word, i) =>
      !word.isTaken && !/^(?:about|re|regarding)$/.test(words[i - 1]?.text ?? '') && isUnreadDay(word, i),
  )
}

function isOfTimetable({ raw, text }: Word, next: Word | undefined): boolean {
  if (DAYS_OF_TIMETABLE.test(raw) || IN_LOWER_CASE.test(text)) return true
  if (!DAY_OF_TIMETABLE.test(text) || next === undefined) return false
  // `m w f`, and `Biology R 2pm`
  return DAY_OF_TIMETABLE.test(next.text) || (raw !== text && /^\d/.test(next.text))
}

function isUnreadDay({ raw, text, isCapitalised }: Word, i: number): boolean {
  // `tom` is what some write for tomorrow.
  if (raw === 'tom' || FOREIGN.has(text) || OTHER_SCRIPT.test(text) || NUMERIC.test(text)) return true
  if (isMisspelt(text)) return true
  if (/@|:\/\//.test(text)) return false
  return (text.match(/[a-z]+/g) ?? []).some((part) => {
    if (/^(?:may|march|mar)$/.test(part)) return isCapitalised && i > 0
    if (/^(?:sun|sat|wed)$/.test(part)) return isCapitalised
    return (
      DAYS.has(part) || Object.hasOwn(WEEKDAYS, part.replace(/days$/, 'day')) || Object.hasOwn(MONTHS, part)
    )
  })
}

/** `firday`, `nxt` */
export function isMisspelt(text: string): boolean {
  return (
    MISSPELT.has(text) ||
    SHORT_TOMORROW.test(text) ||
    (/^[a-z]+$/.test(text) && NAMES.some((name) => isNearly(text, name)))
  )
}

/** Whether one letter is missing, is another one or too many, or two are swapped. A plural is as it should be. */
function isNearly(text: string, name: string): boolean {
  if (Math.abs(text.length - name.length) > 1 || text === name || text === `${name}s`) return false
  let same = 0
  while (same < name.length && text[same] === name[same]) same++
  const [a, b] = [text.slice(same), name.slice(same)]
  if (a.slice(1) === b || a === b.slice(1) || a.slice(1) === b.slice(1)) return true
  return a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2)
}
