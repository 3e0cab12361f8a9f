import { preloadable } from '../ui/preloadable.tsx'

export const SignedIn = preloadable(() => import('./signed-in.tsx'))
