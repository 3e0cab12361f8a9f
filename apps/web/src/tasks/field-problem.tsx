import { tasks as words } from '../english/tasks.ts'
import type { TaskField } from './use-task-field.ts'

const ACTION = 'min-h-8 font-medium text-accent underline'

interface FieldProblemProps {
  field: TaskField
  /** Called when the user has chosen what to do. */
  onDecided?: () => void
}

/** Why a field was not saved. A conflict can be decided either way. */
export function FieldProblem({ field, onDecided }: FieldProblemProps) {
  const andTell = (decide: () => void) => () => {
    decide()
    onDecided?.()
  }
  if (field.problem === undefined) return null
  return (
    <>
      <p>{field.problem}</p>
      <p className="flex gap-4">
        {field.isConflict && (
          <button type="button" onClick={andTell(field.overwrite)} className={ACTION}>
            {words.overwrite}
          </button>
        )}
        <button type="button" onClick={andTell(field.discard)} className={ACTION}>
          {words.discard}
        </button>
      </p>
    </>
  )
}
