import { anyName, MONTHS, NUMBERS, ORDINALS, WEEKDAYS } from './phrases/vocabulary.ts'
import { isMisspelt } from './unread-days.ts'

const setOf = (words: string) => new Set(words.split(' '))

/** After one of these a date is an attribute, a part of a list or of a span, the subject of a sentence, or what is done. */
export const NOT_AFTER = setOf(
  "the a an every each my our your his her their its this that these those next last past previous any some another other what which no not never except than before after since from to into for of per with without about re regarding like as during in between through thru until till till via and or nor but & vs versus is are was were be been isn't wasn't it's that's what's here's let's around approx approximately roughly mid w/c w/b commencing by on at @ than starting beginning ending week weeks fortnight time once twice thrice times almost nearly barely hardly alternate cancel plan propose suggest confirm block hold keep skip reserve prefer choose pick postpone reschedule swap discuss say says want love hate miss survive celebrate w/ w/o b4 aft til untl pre cop circa near toward towards upcoming following ago born dob dated",
)

/** Days that are known by another name. */
export const NAMES_OF_DAYS = setOf(
  'mr mrs ms mister tgi hello goodbye happy black good business freaky ash super cyber bloody ruby blue taco casual manic palm easter holy maundy shrove fat giving throwback meatless whit man girl lazy',
)

/** Before a preposition, these turn its date into something else: `not on Friday`, `a week on Friday`. */
export const NOT_BEFORE_PREPOSITION = setOf(
  'not never except week weeks fortnight days months years is are was were be been born and or than',
)

/** `drop by`: the word that follows is no preposition. */
export const VERBS_WITH_BY = setOf('drop stop swing come pass go stand')
export const VERBS_WITH_IN = setOf(
  'call check clock come dial fill fly get hand log move sign sleep stay turn',
)

/** A number after one of these is its name: `room 12 tomorrow`. */
export const LABELS = setOf(
  'room chapter chapters page pages size version part episode season level number no gate platform bus line tram route highway step lesson track question item ticket pr issue invoice order floor apt apartment suite unit volume vol act section exercise task bug case build release flight psalm verse iphone ipad ps windows android java python node formula area catch studio terminal hw homework set pset assignment module worksheet',
)

/** What may follow a date that stands in the middle of a line. */
export const GOES_ON = setOf(
  'with w/ w/o without at in for to from about re via near by on and if when because since so but then the a an my our your his her their please pls again too instead also asap before after while unless per using outside inside during over only sharp latest max',
)
/** After a rule they say more about when. */
export const LIMITS_RULES = setOf(
  'on in by from and if when because since but so before after while unless during over only',
)
/** What is counted or mentioned after these is no part of the date before them. */
export const MAY_COUNT = setOf('for with w/ about re')
export const ARTICLES = setOf('the a an my our your his her their')

/** Verbs that are no nouns, so that the date before them is no attribute. */
export const VERBS = setOf(
  'add apply arrange ask attend bake bring buy cancel choose clean collect confirm contact cook create decide deliver discuss do download eat feed find finish fix get give go grab hang install invite learn make meet move organise organize pack pay pick prepare put read register remember remind remove renew repair replace reply reschedule respond see sell send speak submit take talk tell throw tidy upload wash wear write',
)
/** Verbs that are nouns too. */
export const VERBS_OR_NOUNS = setOf(
  'book call change charge check cut dance draft drink drive drop dust email exercise file fill follow help hike iron jog leave mail message mow order paint phone plan play polish post practice practise print research return review ring run schedule search set shop shovel sign start stop study swim test text train try turn update upgrade use vacuum visit wake walk watch water work',
)
export const OBJECTS = setOf(
  'the a an my our your his her their this that mom mum dad mummy grandma grandpa him them it me us back',
)

const UNITS = setOf(
  'week weekday weekdays workdays weekend weekends weeks weekly month months year years noon midnight midday morning mornings afternoon afternoons evening evenings night nights today tomorrow tonight yesterday am pm a.m p.m eod eow eom eoq eoy',
)
const NUMBER_WORDS = setOf(
  `${anyName(NUMBERS).replaceAll('|', ' ')} fifteen twenty thirty forty fifty half quarter`,
)

interface Neighbour {
  text: string
  isCapitalised: boolean
}

/** Whether a word is about days or times, or two of them: `mon-fri`. */
export function isAboutTime({ text, isCapitalised }: Neighbour): boolean {
  return text.split(/[-–/]/, 2).some((part) => isTimeWord(part, isCapitalised))
}

function isTimeWord(text: string, isCapitalised: boolean): boolean {
  if (/^(?:may|march|mar|sun|sat|wed)$/.test(text)) return isCapitalised
  if (Object.hasOwn(WEEKDAYS, text) || Object.hasOwn(MONTHS, text) || UNITS.has(text)) return true
  return isClock(text) || isOrdinal(text) || text === 'next' || text === 'last' || isMisspelt(text)
}

const isClock = (text: string) => /^@?\d{1,2}(?:(?:[:.]\d\d)?[ap]\.?m|[:h]\d\d)/.test(text)

const isOrdinal = (text: string) => /^\d{1,4}(?:st|nd|rd|th)$/.test(text) || Object.hasOwn(ORDINALS, text)

/** Whether a word is, or begins with, a number. */
export const isNumber = ({ text }: Neighbour) =>
  /^[-+~$€£@]?\d/.test(text) || (NUMBER_WORDS.has(text) && text !== 'one')

/** Whether a word is nothing but digits, or two of them: `15`, `9-5`. A number with a unit is an amount. */
export const isBareNumber = ({ text }: Neighbour) =>
  /^[-+~@]?\d[\d.,:/–-]*$/.test(text) ||
  /^[~@]?\d{1,2}(?::\d\d)?(?:[-–]\d{1,2}(?::\d\d)?)?(?:[ap]m?|h|-?ish)$/.test(text) ||
  (NUMBER_WORDS.has(text) && text !== 'one')

/** Whether a word has no letter and no digit, as a dash or an emoji. */
export const isSymbol = ({ text }: Neighbour) => !/[\p{L}\p{N}]/u.test(text)
