import { type ComponentType, lazy, useState } from 'react'
import { retryImport } from './retry-import.ts'

/**
 * A component that loads on demand, or before. One that is loaded shows at once: React's `lazy` suspends even then, and what
 * has suspended stays hidden for 300 ms.
 */
export function preloadable<Props extends object>(load: () => Promise<{ default: ComponentType<Props> }>) {
  const loadWithRetry = retryImport(load)
  let loaded: ComponentType<Props> | undefined
  const preload = async () => {
    const module = await loadWithRetry()
    loaded = module.default
    return module
  }
  const Lazy = lazy(preload) as unknown as ComponentType<Props>
  function Preloadable(props: Props) {
    // The same one for as long as it shows: another would begin anew.
    const [Component] = useState<ComponentType<Props>>(() => loaded ?? Lazy)
    return <Component {...props} />
  }
  return Object.assign(Preloadable, { preload })
}
