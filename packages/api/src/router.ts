import type { TRPCBuiltRouter, TRPCDecorateCreateRouterOptions } from '@trpc/server'
import { adminRouter } from './admin/router.ts'
import { apiKeyRouter } from './api-key/router.ts'
import { authRouter } from './auth/router.ts'
import { calendarRouter } from './calendar/router.ts'
import { type ErrorShape, router } from './core/trpc.ts'
import { sessionRouter } from './session/router.ts'
import { taskRouter } from './task/router.ts'
import { userRouter } from './user/router.ts'

export const procedures = {
  admin: adminRouter,
  apiKey: apiKeyRouter,
  auth: authRouter,
  calendar: calendarRouter,
  session: sessionRouter,
  task: taskRouter,
  user: userRouter,
}

export const appRouter = router(procedures)

/**
 * The router as a client sees it. The server's context is erased: it would pull the types of the database into
 * every front end that imports this.
 */
export type AppRouter = TRPCBuiltRouter<
  { ctx: object; meta: object; errorShape: ErrorShape; transformer: false },
  TRPCDecorateCreateRouterOptions<typeof procedures>
>
