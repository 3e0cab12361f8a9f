import { hash } from 'node:crypto'

/** RFC 9110, section 8.8.3: `value` is the opaque tag without its quotes. */
export interface EntityTag {
  value: string
  weak: boolean
}

// An empty element is allowed between commas (RFC 9110, section 5.6.1.2).
const element = /[\t ]*(?:(W\/)?"([\x21\x23-\x7e\x80-\xff]*)")?[\t ]*(?:,|$)/y

/** Parses `If-Match` or `If-None-Match`. Undefined when the header is malformed or lists nothing. */
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

/** The strong tag of a version, undefined without one. Characters that a tag cannot hold are percent-encoded. */
export function versionTag(version: unknown): EntityTag | undefined {
  if (version === null || version === undefined) return undefined
  const text = version instanceof Date ? version.toISOString() : String(version)
  return { value: encode(text), weak: false }
}

/** The weak tag for a name that the application gives to an answer. */
export function weakTag(name: string): EntityTag {
  return { value: encode(name), weak: true }
}

/** The version that `versionTag` made a tag of; undefined for other tags. */
export function taggedVersion(tag: EntityTag): string | undefined {
  try {
    return decodeURIComponent(tag.value)
  } catch {
    return undefined
  }
}

/** A tag of a body's bytes. It is weak, because a compressed answer has other bytes. */
export function contentTag(body: string | Uint8Array): EntityTag {
  return { value: hash('sha1', body, 'base64url'), weak: true }
}

/** The tag as an `ETag` header. */
export function formatEntityTag(tag: EntityTag): string {
  return `${tag.weak ? 'W/' : ''}"${tag.value}"`
}

function encode(text: string): string {
  return text.toWellFormed().replace(/[^\x21\x23\x24\x26-\x7e]/gu, encodeURIComponent)
}
