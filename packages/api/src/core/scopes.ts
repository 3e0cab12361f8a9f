/** The resources that API keys can have scopes for, named as in their paths. A new resource adds its line here, and nowhere else. */
const RESOURCES = ['tasks', 'projects', 'comments'] as const

export type ResourceName = (typeof RESOURCES)[number]
export type Scope = `${ResourceName}:${'read' | 'write'}`

/** Every scope there is. */
export const SCOPES = RESOURCES.flatMap((name): Scope[] => [`${name}:read`, `${name}:write`])

export function isScope(value: string): value is Scope {
  return SCOPES.some((scope) => scope === value)
}
