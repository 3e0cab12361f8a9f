/** The example that shows Tandem by doing. Each task says what to do with it. */
export const firstRun = {
  title: 'New to Tandem?',
  text: 'Try things out in a small example project. Each task says what to do with it.',
  add: 'Add the example project',
  adding: 'Adding…',
  import: 'or import your tasks from elsewhere',
  added: 'The example project was added',
  undo: 'Undo',
  project: 'Getting started',
  tasks: {
    complete: 'Complete me: press the circle beside my title',
    open: {
      title: 'Open me: press my title',
      notes:
        'Notes, files and comments go here. Whatever you type is saved automatically, and kept on this device until the server has it.',
    },
    move: 'Move me to another day: use the menu on my right, or drag me to a day in Upcoming',
    repeat: 'I come back every week, once you complete me',
    tag: 'Find all tasks with a tag: press #example',
    add: 'Add a task in one line, such as: Call Mum tomorrow 6pm #family !high',
    keys: 'Do everything from the keyboard: press ? to see the shortcuts, and Ctrl or ⌘ with K to find anything',
    mistakes: 'Delete me. Nearly everything can be undone for a while, and the trash keeps me for 30 days',
  },
  tag: 'example',
} as const
