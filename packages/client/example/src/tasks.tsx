import type { TandemClient } from '@tandem/client'
import { createTaskInput } from '@tandem/client/schemas'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

interface Props {
  tandem: TandemClient
  onSignOut: () => void
}

export function Tasks({ tandem, onSignOut }: Props) {
  const queries = useQueryClient()
  const [title, setTitle] = useState('')
  const refetch = () => queries.invalidateQueries({ queryKey: ['tasks'] })

  const tasks = useQuery({
    queryKey: ['tasks'],
    queryFn: ({ signal }) =>
      tandem.task.list.query({ status: ['todo'], sort: '-priority,dueAt' }, { signal }),
    // The client has repeated what may succeed.
    retry: false,
  })
  const create = useMutation({
    mutationFn: (task: { title: string }) => tandem.task.create.mutate(task),
    onSuccess: () => setTitle(''),
    onSettled: refetch,
  })
  const complete = useMutation({
    mutationFn: (id: string) => tandem.task.complete.mutate({ id }),
    onSettled: refetch,
  })

  // Changes from other tabs and devices, and those that came before the stream was open.
  useEffect(() => {
    const invalidate = () => void queries.invalidateQueries({ queryKey: ['tasks'] })
    const subscription = tandem.task.onChange.subscribe(undefined, {
      onStarted: invalidate,
      onData: invalidate,
    })
    return () => subscription.unsubscribe()
  }, [tandem, queries])

  if (tasks.isPending) return <p>Loading…</p>
  if (tasks.isError)
    return (
      <p role="alert">
        {tasks.error.message}{' '}
        <button type="button" onClick={onSignOut}>
          Back
        </button>
      </p>
    )
  // The schemas of the server say what is wrong before it is sent.
  const checked = createTaskInput.safeParse({ title })
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          create.mutate({ title })
        }}
      >
        <input value={title} onChange={(event) => setTitle(event.target.value)} aria-label="Title" />
        <button type="submit" disabled={!checked.success || create.isPending}>
          Add
        </button>
      </form>
      {create.isError && <p role="alert">{create.error.message}</p>}
      <ul>
        {tasks.data.data.map((task) => (
          <li key={task.id}>
            <button type="button" onClick={() => complete.mutate(task.id)}>
              Done
            </button>{' '}
            {task.title}
          </li>
        ))}
      </ul>
      <button type="button" onClick={onSignOut}>
        Sign out
      </button>
    </>
  )
}
