/** Takes the place of `packages/api/src/router.ts` when `src/launch/tandem-with-notes.ts` builds the server. */
import { router } from '../../../packages/api/src/core/trpc.ts'
import { procedures } from '../../../packages/api/src/router.ts'
import { noteRouter } from './router.ts'

export const appRouter = router({ ...procedures, note: noteRouter })
