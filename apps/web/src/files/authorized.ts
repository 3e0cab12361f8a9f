import { BASE_PATH } from '../api/base-path.ts'
import { ProblemError } from '../api/problem.ts'
import { accessToken, currentSession } from '../session/session.ts'

/** The headers and the REST address that a request for a user's files needs. */
export interface Authorization {
  authorization: string
  /** The path of the user's tasks. */
  tasks: string
}

/**
 * Sends a request with the session's token, and once more with a new one if the server refuses it.
 *
 * @throws ProblemError if the session has ended
 */
export async function authorized<T extends { status: number }>(
  send: (authorization: Authorization) => Promise<T>,
): Promise<T> {
  const first = await accessToken()
  const answer = await send(authorizationWith(first))
  if (answer.status !== 401) return answer
  return send(authorizationWith(await accessToken(first)))
}

function authorizationWith(token: string | undefined): Authorization {
  const session = currentSession.get()
  if (token === undefined || session.status !== 'signed-in') {
    throw new ProblemError({ status: 401, error: 'UNAUTHORIZED', message: 'The session has ended' })
  }
  return { authorization: `Bearer ${token}`, tasks: `${BASE_PATH}/api/v1/${session.userId}/tasks` }
}
