import { useMemo, useState } from 'react'
import { useConnection } from '../api/connection.ts'
import { locale } from '../english/format/time.ts'
import { importing as words } from '../english/import.ts'
import { useProjects } from '../projects/use-projects.ts'
import { timeZone } from '../quick-add/line.ts'
import { ColumnFields } from './column-fields.tsx'
import { FileChoice } from './file-choice.tsx'
import { ImportPreview } from './import-preview.tsx'
import { ImportProgress } from './import-progress.tsx'
import type { ImportedTask } from './read/imported-task.ts'
import { readSource, type Source, tasksOf } from './read/source.ts'
import { type ImportPlan, type Into, planImport } from './send/plan.ts'

/** Tasks from a file: chosen, previewed, added, and taken back if they are not wanted after all. */
export default function ImportPage() {
  const [source, setSource] = useState<Source>()
  const [problem, setProblem] = useState<string>()
  const [plan, setPlan] = useState<ImportPlan>()

  function startOver() {
    setProblem(undefined)
    setPlan(undefined)
    setSource(undefined)
  }

  async function choose(files: readonly File[]) {
    const read = await readSource(files)
    startOver()
    if (read === 'mixed') setProblem(words.mixed)
    else if ('problem' in read) setProblem(words.problem(read.file, read.problem))
    else setSource(read)
  }

  return (
    <div className="grid max-w-4xl grid-cols-1 gap-6">
      <header>
        <h1 className="font-semibold text-2xl tracking-tight">{words.title}</h1>
        <p className="mt-1 max-w-2xl text-pretty text-soft text-sm">{words.text}</p>
      </header>
      {!plan && (
        <FileChoice isChosen={source !== undefined} onChoose={choose}>
          {problem && (
            <p role="alert" className="text-bad text-sm">
              {problem}
            </p>
          )}
        </FileChoice>
      )}
      {plan ? (
        <ImportProgress plan={plan} onAnother={startOver} />
      ) : (
        source && <Review source={source} onChange={setSource} onAdd={setPlan} />
      )}
    </div>
  )
}

interface ReviewProps {
  source: Source
  onChange: (source: Source) => void
  onAdd: (plan: ImportPlan) => void
}

function Review({ source, onChange, onAdd }: ReviewProps) {
  const { projects = [] } = useProjects()
  const isOnline = useConnection() === 'online'
  const [now] = useState(() => new Date())
  const tasks = useMemo<ImportedTask[]>(() => tasksOf(source, { now, timeZone, locale }), [source, now])
  const [chosen, setInto] = useState<Into>()
  const namesProjects = tasks.some(({ project }) => project !== undefined)
  const into =
    (namesProjects || chosen !== 'named' ? chosen : undefined) ??
    (namesProjects ? 'named' : { projectId: null })
  const hasTitle = source.kind === 'todoist' || source.mapping.includes('title')
  return (
    <>
      {source.kind === 'table' && (
        <ColumnFields source={source} onChange={(mapping) => onChange({ ...source, mapping })} />
      )}
      {hasTitle ? (
        <ImportPreview
          tasks={tasks}
          projects={projects}
          into={into}
          namesProjects={namesProjects}
          onInto={setInto}
          onAdd={isOnline ? () => onAdd(planImport(tasks, into, projects)) : undefined}
        />
      ) : (
        <p role="alert" className="text-bad text-sm">
          {words.noTitle}
        </p>
      )}
    </>
  )
}
