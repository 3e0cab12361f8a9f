import type { Word } from '../words.ts'
import type { Line } from './line.ts'
import type { Run } from './run.ts'

const BOOKS = new Set(
  'genesis gen exodus exod leviticus lev numbers num deuteronomy deut joshua josh judges ruth samuel kings chronicles ezra nehemiah esther job psalm psalms ps proverbs prov ecclesiastes isaiah isa jeremiah jer lamentations ezekiel ezek daniel dan hosea joel amos obadiah jonah micah nahum habakkuk zephaniah haggai zechariah malachi matthew matt mark luke john jn acts romans rom corinthians cor galatians gal ephesians eph philippians phil colossians col thessalonians thess timothy titus philemon hebrews heb james peter jude revelation rev quran surah sura'.split(
    ' ',
  ),
)
const NUMBERED =
  /^(?:ratio|scores?|scored|verse|chapters?|pages?|levels?|lessons?|exercises?|questions?|parts?|episodes?|volumes?|batch|steps?|items?|rooms?|sizes?|apt|apartment|suite|unit|number|no|track|timer|timestamp|minute|version|scale|odds|aspect|win|won|lost|section|rated|rating|review|completed|done)$/
/** With a full stop or without. */
const ABBREVIATED = /^(?:nos?|nr|num|ref|ch|chap|pg|pp?|figs?|rev|vols?|ver|vv?|op|bwv|bp)$/
const RATIO = /^(?:ratio|odds|mix|split|majority|scale|blend)$/
const STUDY = /^(?:read|reread|study|memorize|memorise|quote|recite|learn)$/i
const MEDIA =
  /^(?:watch|watching|rewatch|rewatching|binge|read|reading|reread|listen|stream|rent|learn|practi[cs]e|rehearse|sing|cover)$/
const NOUNS = /^(?:rent|cover|stream|practi[cs]e)$/
const WATCHED = /^(?:watch|watching|rewatch|rewatching|binge|read|reading|reread|listen|stream)$/
/** What is done in so many minutes. */
const MEASURED =
  /(?<![^ ])(?:\d[\d.,]* ?(?:k|km|m|mi|miles?|met(?:er|re)s|yards|laps|words|pages|reps|push-?ups|sit-?ups|squats|burpees)|(?:a|one|half) (?:mile|marathon)|marathon) $/
const SMALL = /^(?:to|the|a|an|of|and|in|on|for|with|at|from)$/
const ADVERB = /^(?:today|tomorrow|tonight)$/
/** Nobody writes them with a capital within a line, but in a name. */
const SMALL_ELSEWHERE =
  /^(?:daily|weekly|fortnightly|monthly|quarterly|yearly|next|this|the|every|each|first|last)$/
const PART_OF_DAY = /^(?:morning|afternoon|evening|night)$/

/** Whether a run is part of a name: a title, a newspaper, a verse of the Bible. */
export function isName(line: Line, run: Run): boolean {
  return (
    isInTitle(line, run) ||
    isWatched(line, run) ||
    isReference(line, run) ||
    isRatio(line, run) ||
    isMedium(line, run) ||
    isDuration(line, run)
  )
}

/** `Watch Freaky Friday`: a verb, and then nothing but capitals up to the date. */
function isInTitle({ words }: Line, { first, preposition }: Run): boolean {
  if (preposition !== '' || !words[first]?.isCapitalised) return false
  let i = first - 1
  const isPart = (word: Word | undefined) =>
    word !== undefined && word.close === '' && (word.isCapitalised || SMALL.test(word.text))
  while (i > 0 && isPart(words[i])) i--
  const [before, verb] = [words[i - 1], words[i]]
  // In `Pay rent Friday` and `Choir practice Friday` it is a noun.
  const isNoun =
    NOUNS.test(verb?.text ?? '') && before?.close === '' && !/^(?:to|and|please)$/.test(before.text)
  return !isNoun && verb?.close === '' && MEDIA.test(verb.text)
}

/** `Watch 3:10 to Yuma`, `Read 11/22/63`: it is what is watched, where it is not all that is said. */
function isWatched({ words }: Line, { first, last, phrases, preposition }: Run): boolean {
  const [phrase] = phrases
  const isWritten = phrase?.kind === 'time' ? phrase.isWritten : phrase?.kind === 'date' && phrase.isNumeric
  if (preposition !== '' || !isWritten || !WATCHED.test(words[first - 1]?.text ?? '')) return false
  return phrase?.kind === 'date' || words[last + 1] !== undefined
}

/** `John 3:16` and `ratio 4:30`, and what is counted as in `score 7/5`. */
function isReference({ words }: Line, { first, phrases, preposition }: Run): boolean {
  const [phrase] = phrases
  const before = words[first - 1]
  if (preposition !== '' || before === undefined || before.isTaken) return false
  const isAbbreviated = ABBREVIATED.test(before.text)
  if (before.close !== '' && !(before.close === '.' && (isAbbreviated || BOOKS.has(before.text))))
    return false
  if (phrase?.kind === 'date')
    return phrase.isNumeric === true && (isAbbreviated || NUMBERED.test(before.text))
  if (phrase?.kind !== 'time' || !phrase.isWritten) return false
  if (isAbbreviated || BOOKS.has(before.text) || NUMBERED.test(before.text)) return true
  return before.isCapitalised && words.slice(0, first - 1).some(({ raw }) => STUDY.test(raw))
}

/** `Gone in 60 Seconds` and `Run 5k in 25 min`: how long it takes, and not when it is due. */
function isDuration({ words, text, starts }: Line, { first, phrases }: Run): boolean {
  if (words[first]?.raw !== 'in') return false
  if (words[first + 2]?.isCapitalised) return true
  return phrases.some(({ kind }) => kind === 'later') && MEASURED.test(text.slice(0, starts[first]))
}

/** `Coffee: 2/1 ratio` */
const isRatio = ({ words }: Line, { last, phrases: [phrase] }: Run) =>
  phrase?.kind === 'date' && phrase.isNumeric === true && RATIO.test(words[last + 1]?.text ?? '')

/** `USA Today`, `Publishers Weekly`, the film `Next Friday` and the song `Sunday Morning`. */
function isMedium({ words }: Line, { first, last, preposition }: Run): boolean {
  const found = words.slice(first, last + 1)
  if (first > 0 && found[0]?.isCapitalised && SMALL_ELSEWHERE.test(found[0].text)) return true
  if (found.some(({ text, isCapitalised }, i) => i > 0 && isCapitalised && PART_OF_DAY.test(text)))
    return true
  const i = found.findIndex(({ text, isCapitalised }) => isCapitalised && /^(?:noon|midnight)$/.test(text))
  // `Watch High Noon tomorrow`, `Drinks at Midnight Rambler`
  if (first + i > 0 && i >= 0 && (words[first + i + 1]?.isCapitalised || MEDIA.test(words[0]?.text ?? '')))
    return true
  const [word] = found
  const before = words[first - 1]
  const isAdverb = word?.isCapitalised === true && ADVERB.test(word.text) && preposition === ''
  return isAdverb && first > 1 && before?.isCapitalised === true && before.close === '' && !before.isTaken
}
