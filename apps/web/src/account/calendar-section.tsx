import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CalendarPlus } from 'lucide-react'
import { useState } from 'react'
import { BASE_PATH } from '../api/base-path.ts'
import { type Outputs, useTRPC } from '../api/trpc.ts'
import { account } from '../english/account/account.ts'
import { formatAgo } from '../english/format/ago.ts'
import { LoadingOrError } from '../shell/placeholders/loading-or-error.tsx'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/dialog/confirm-dialog.tsx'
import { formErrors } from '../ui/form/form-errors.ts'
import { toast } from '../ui/toast/toasts.ts'
import { Secret } from './secret.tsx'
import { FormError, Section } from './section.tsx'

const words = account.calendar

export function CalendarSection() {
  const trpc = useTRPC()
  const { data, error, refetch } = useQuery(trpc.calendar.feed.queryOptions())
  return (
    <Section id="calendar" title={words.title} text={words.text}>
      {data ? <Feed feed={data.feed} /> : <LoadingOrError error={error} onRetry={refetch} />}
    </Section>
  )
}

function Feed({ feed }: { feed: Outputs['calendar']['feed']['feed'] }) {
  const [confirming, setConfirming] = useState<'replace' | 'revoke'>()
  const { create, revoke } = useFeed(() => setConfirming(undefined))
  const { rest } = formErrors(create.error ?? revoke.error, [])
  return (
    <div className="grid justify-items-start gap-4">
      <p className="text-sm">{feed ? <State feed={feed} /> : words.none}</p>
      {create.data && <Address path={create.data.path} />}
      {confirming === undefined && <FormError text={rest} />}
      <div className="flex flex-wrap gap-2">
        {feed ? (
          <>
            <Button onClick={() => setConfirming('replace')}>{words.replace}</Button>
            <Button variant="danger" onClick={() => setConfirming('revoke')}>
              {words.revoke}
            </Button>
          </>
        ) : (
          <Button
            variant="primary"
            icon={CalendarPlus}
            disabled={create.isPending}
            onClick={() => create.mutate()}
          >
            {words.create}
          </Button>
        )}
      </div>
      {confirming && (
        <ConfirmDialog
          title={confirming === 'replace' ? words.replaceTitle : words.revokeTitle}
          text={confirming === 'replace' ? words.replaceText : words.revokeText}
          action={confirming === 'replace' ? words.replace : words.revoke}
          isBusy={create.isPending || revoke.isPending}
          error={rest}
          onConfirm={() => (confirming === 'replace' ? create.mutate() : revoke.mutate())}
          onClose={() => setConfirming(undefined)}
        />
      )}
    </div>
  )
}

/** The address is only in the response of `create`, so it shows until the user leaves the page. */
function useFeed(onDone: () => void) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const changed = () => {
    onDone()
    return queries.invalidateQueries({ queryKey: trpc.calendar.feed.queryKey() })
  }
  const create = useMutation(trpc.calendar.createFeed.mutationOptions({ onSuccess: changed }))
  const revoke = useMutation(
    trpc.calendar.revokeFeed.mutationOptions({
      onSuccess: () => {
        create.reset()
        toast({ message: words.revoked })
        return changed()
      },
    }),
  )
  return { create, revoke }
}

function State({
  feed: { createdAt, lastUsedAt },
}: {
  feed: { createdAt: string; lastUsedAt: string | null }
}) {
  return (
    <>
      {words.exists(formatAgo(createdAt))}{' '}
      <span className="text-soft">
        {lastUsedAt === null ? words.unused : words.used(formatAgo(lastUsedAt))}
      </span>
    </>
  )
}

function Address({ path }: { path: string }) {
  return (
    <div className="card grid w-full gap-3 p-4">
      <p role="status" className="rounded-lg bg-warn-tint px-3 py-2 text-sm text-warn">
        {words.once}
      </p>
      <Secret key={path} label={words.address} value={location.origin + BASE_PATH + path} />
      <a
        href={`webcal://${location.host}${BASE_PATH}${path}`}
        className="justify-self-start font-medium text-accent text-sm underline"
      >
        {words.open}
      </a>
    </div>
  )
}
