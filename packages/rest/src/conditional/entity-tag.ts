import { hash } from 'node:crypto'

/** RFC 9110, section 8.8.3: `value` is the opaque tag without its quotes. */
export interface EntityTag {
  value: string
  weak: boolean
}

// An empty element is allowed between commas (RFC 9110, section 5.6.1.2).
const element = /[\t ]*(?:(W\/)?"([\x21\x23-\x7e\x80-\xff]*)")?[\t ]*(?:,|$)/y

/** Parses `If-Match` and `If-None-Match`; undefined when the header is malformed or lists nothing. */
export function parseEntityTags(header: string): '*' | EntityTag[] | undefined {
  if (header.trim() === '*') return '*'
  const tags: EntityTag[] = []
  for (let at = 0; at < header.length; at = element.lastIndex) {
    element.lastIndex = at
    const match = element.exec(header)
    if (!match) return undefined
    if (match[2] !== undefined) tags.push({ value: match[2], weak: match[1] !== undefined })
  }
  return tags.length > 0 ? tags : undefined
}

/** The strong tag of a version; undefined where there is none. Text is percent-encoded where a tag cannot hold it. */
export function versionTag(version: unknown): EntityTag | undefined {
  if (version === null || version === undefined) return undefined
  const text = version instanceof Date ? version.toISOString() : String(version)
  return { value: encode(text), weak: false }
}

/** The weak tag an application names: of the answer's meaning, and not of its bytes. */
export function weakTag(name: string): EntityTag {
  return { value: encode(name), weak: true }
}

/** The version a tag was made of; undefined when it was not made by `versionTag`. */
export function taggedVersion(tag: EntityTag): string | undefined {
  try {
    return decodeURIComponent(tag.value)
  } catch {
    return undefined
  }
}

/** A weak tag of a body's bytes: weak, because a compressed answer is another sequence of bytes. */
export function contentTag(body: string): EntityTag {
  return { value: hash('sha1', body, 'base64url'), weak: true }
}

/** The tag as the `ETag` header has it. */
export function formatEntityTag(tag: EntityTag): string {
  return `${tag.weak ? 'W/' : ''}"${tag.value}"`
}

function encode(text: string): string {
  return text.toWellFormed().replace(/[^\x21\x23\x24\x26-\x7e]/gu, encodeURIComponent)
}
