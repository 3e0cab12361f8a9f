/** The token of an `Authorization` header. Undefined for any other header. */
export function bearerToken(authorization: string): string | undefined {
  return /^Bearer +([\w.~+/-]+=*) *$/i.exec(authorization)?.[1]
}

/** Whether a text has the form of an API key. */
export function isApiKey(text: string): boolean {
  return /^tdm_[\w-]{43}$/.test(text)
}
