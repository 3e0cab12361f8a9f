import { type FastifyError, type FastifyReply, type FastifyRequest, LogController } from 'fastify'

/** One line for each answer, and none before it. The query is left out: it can hold what nobody wants in a log. */
export class AccessLog extends LogController {
  override incomingRequest(): void {}

  override routeNotFound(): void {}

  override requestCompleted(_error: FastifyError | null, req: FastifyRequest, reply: FastifyReply): void {
    req.log.info(
      {
        method: req.method,
        path: req.url.split('?')[0],
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        ip: req.ip,
      },
      'answered',
    )
  }
}
