/** What the pages of resources are called, by the router's key. */
export const resourceTitles: Readonly<Record<string, string>> = {}
