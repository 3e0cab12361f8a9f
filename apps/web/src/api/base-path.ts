/**
 * The path in front of all others where people reach the server, such as `/tandem`; usually empty. The server writes it into
 * the page. Tests have none.
 */
export const BASE_PATH = globalThis.document?.documentElement.dataset.basePath ?? ''
