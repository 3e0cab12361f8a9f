/** One mail as people see it, in both forms. */
export interface Mail {
  subject: string
  text: string
  html: string
}

interface Delivery {
  /** Names the mail: its Message-ID is made from it, so that the same mail sent again can be told to be the same. */
  id: string
  /** Ends the attempt. */
  signal: AbortSignal
}

/** Sends mail, or keeps it where an operator can read it. The application creates it. */
export interface Mailer {
  /** Resolves once the mail is somebody else's to keep. Rejects if it has to be sent again. */
  send(to: string, mail: Mail, delivery: Delivery): Promise<void>
}
