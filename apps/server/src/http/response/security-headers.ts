import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import helmet from 'helmet'

/** A page may load nothing from other hosts, and no inline scripts or styles. */
const DIRECTIVES = {
  defaultSrc: ["'self'"],
  baseUri: ["'none'"],
  connectSrc: ["'self'"],
  fontSrc: ["'self'", 'data:'],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  // The web app shows images of files, which it has to ask for with a token, from memory.
  imgSrc: ["'self'", 'data:', 'blob:'],
  manifestSrc: ["'self'"],
  objectSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  workerSrc: ["'self'", 'blob:'],
}

/** On every response. */
export const SECURITY_HEADERS = helmetHeaders(DIRECTIVES)

/** For Swagger UI and ReDoc, which need inline styles. */
export const DOCS_POLICY = {
  'content-security-policy': helmetHeaders({ ...DIRECTIVES, styleSrc: ["'self'", "'unsafe-inline'"] })[
    'content-security-policy'
  ],
}

/** The headers of helmet, computed once. Helmet's middleware would compute them for each response. */
function helmetHeaders(directives: typeof DIRECTIVES) {
  const res = new ServerResponse(new IncomingMessage(new Socket()))
  helmet({ contentSecurityPolicy: { useDefaults: false, directives } })(res.req, res, () => {})
  return res.getHeaders()
}
