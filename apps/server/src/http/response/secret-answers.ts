/** Procedures of these make tokens, keys and secret addresses, or read them. */
const SECRET = /(?:^|,)(?:apiKey|auth|calendar)\./

/** Whether a procedure, or one of a batch that names them with commas between, may answer with a secret. */
export function isSecret(procedures: string | undefined): boolean {
  return procedures !== undefined && SECRET.test(procedures)
}
