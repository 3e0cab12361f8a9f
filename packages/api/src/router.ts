import type { TRPCBuiltRouter, TRPCDecorateCreateRouterOptions } from '@trpc/server'
import { adminRouter } from './admin/router.ts'
import { apiKeyRouter } from './api-key/router.ts'
import { authRouter } from './auth/router.ts'
import { calendarRouter } from './calendar/router.ts'
import { commentRouter } from './comment/router.ts'
import { type ErrorShape, router } from './core/trpc.ts'
import { fileRouter } from './file/router.ts'
import { projectRouter } from './project/router.ts'
import { sessionRouter } from './session/router.ts'
import { taskRouter } from './task/router.ts'
import { userRouter } from './user/router.ts'

export const procedures = {
  admin: adminRouter,
  apiKey: apiKeyRouter,
  auth: authRouter,
  calendar: calendarRouter,
  comment: commentRouter,
  file: fileRouter,
  project: projectRouter,
  session: sessionRouter,
  task: taskRouter,
  user: userRouter,
}

export const appRouter = router(procedures)

/**
 * The router's type for clients. It erases the context, which would pull the database's types into every front end.
 */
export type AppRouter = TRPCBuiltRouter<
  { ctx: object; meta: object; errorShape: ErrorShape; transformer: false },
  TRPCDecorateCreateRouterOptions<typeof procedures>
>
