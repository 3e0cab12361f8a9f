/** The longest texts that the server takes for a task. */
export const MAX_LENGTH = { title: 255, description: 10_000, tag: 50 }

/** The length of a text as the server counts it: in code points. */
export const lengthOf = (text: string) => [...text].length
