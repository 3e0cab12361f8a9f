/** Words that Prisma's schema or JavaScript would not take as the name of a value. */
const RESERVED = ['true', 'false', 'null', 'undefined']

/**
 * Names for the values of an enum in `schema.prisma`, where a value may be any text: `In progress` is `in_progress`, with its
 * text in `@map`.
 */
export function enumMembers(values: readonly string[]): { name: string; value: string }[] {
  const taken = new Set(values.filter(isPlain))
  return values.map((value) => {
    if (isPlain(value)) return { name: value, value }
    const stem = nameOf(value)
    let name = stem
    for (let i = 2; taken.has(name); i++) name = `${stem}_${i}`
    taken.add(name)
    return { name, value }
  })
}

/** The text of an enum in `schema.prisma`. */
export function enumOf(name: string, values: readonly string[]): string {
  const members = enumMembers(values)
  const width = Math.max(...members.map((member) => member.name.length))
  const lines = members.map((member) =>
    member.name === member.value
      ? `  ${member.name}`
      : `  ${member.name.padEnd(width)} @map(${prismaString(member.value)})`,
  )
  return `enum ${name} {\n${lines.join('\n')}\n}\n`
}

/** A string literal of Prisma's schema. */
export const prismaString = (text: string) => JSON.stringify(text)

const isPlain = (value: string) => /^[A-Za-z][A-Za-z0-9_]*$/.test(value) && !RESERVED.includes(value)

function nameOf(value: string): string {
  const name = value
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
  return isPlain(name) ? name : `value_${name}`.replace(/_$/, '')
}
