/** Texts of the pages that mailed links lead to, and of the way to such a mail. */
export const mailedLinks = {
  signIn: 'Sign in',
  tasks: 'Go to your tasks',
  account: 'Go to your account',
  spent: 'This link does not work any more',
  noLink: 'Open the link in your mail',
  noLinkText: 'This page works with a link that was mailed to you. After a reload, open the link once more.',

  verify: {
    title: 'Verify an address',
    running: 'Verifying your e-mail address…',
    verified: 'Your e-mail address is verified',
    verifiedText: 'It is the one that you sign in with.',
    spentText: 'It works once, for 24 hours, and until another address is given.',
    signInFirst:
      'If you have followed it before, your address is verified. If not, sign in, and have another mail sent to you.',
    nothingWaits: (address: string) => `Your address ${address} is verified: there is nothing left to do.`,
    waits: (address: string) => `Your address ${address} is not verified yet.`,
    taken: 'Another account has this address',
    takenText: 'It was taken before you followed the link. Your account keeps the address that it has.',
    failed: 'Your address was not verified',
  },

  forgot: {
    title: 'Forgot your password?',
    text: 'Give the address of your account. A link to choose a new password is mailed to it.',
    action: 'Send the link',
    busy: 'Sending…',
    other: 'Remembered it?',
    sent: 'Look at your mail',
    sentText: (address: string) =>
      `If an account has the address ${address}, a mail with a link is on its way. The link works once, for an hour.`,
    nothing: 'Nothing there? It may be among the spam, or the account has another address.',
    again: 'Send again',
  },

  reset: {
    title: 'Choose a new password',
    text: 'It ends every session of the account, on all devices.',
    password: 'New password',
    that: 'That password',
    action: 'Change the password',
    busy: 'Changing…',
    spentText: 'It works once, for an hour, and until the password is changed.',
    askAnew: 'Ask for a new link',
    changed: 'The password is changed',
    ofAnother: 'It belongs to another account than the one that you are signed in with here.',
  },
} as const
