import { type FastifyError, type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import { CALENDAR_PREFIX } from './prefixes.ts'

/** One line per response and none per request. The query is left out, because it may hold credentials. */
export class AccessLog extends LogController {
  override incomingRequest(): void {}

  override routeNotFound(): void {}

  override requestCompleted(_error: FastifyError | null, req: FastifyRequest, reply: FastifyReply): void {
    req.log.info(
      {
        method: req.method,
        path: pathOf(req),
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        ip: req.ip,
      },
      'answered',
    )
  }
}

/** Matches every spelling of a calendar's address, which is a secret, even if no route matches it. */
const CALENDAR = new RegExp(`^/*${CALENDAR_PREFIX}/`, 'i')

function pathOf({ url, routeOptions }: FastifyRequest): string {
  const [path = ''] = url.split('?', 1)
  const isCalendar = CALENDAR.test(path) || routeOptions.url?.startsWith(CALENDAR_PREFIX)
  return isCalendar ? `${CALENDAR_PREFIX}/:file` : path
}
