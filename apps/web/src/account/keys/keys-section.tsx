import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import { BASE_PATH } from '../../api/base-path.ts'
import { type Outputs, useTRPC } from '../../api/trpc.ts'
import { account, SCOPE } from '../../english/account/account.ts'
import { formatAgo } from '../../english/format/ago.ts'
import { LoadingOrError } from '../../shell/placeholders/loading-or-error.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog/confirm-dialog.tsx'
import { formErrors } from '../../ui/form/form-errors.ts'
import { toast } from '../../ui/toast/toasts.ts'
import { Section } from '../section.tsx'
import { NewKeyDialog } from './new-key-dialog.tsx'

const words = account.keys

type Key = Outputs['apiKey']['list'][number]

export function KeysSection() {
  const trpc = useTRPC()
  const { data: keys, error, refetch } = useQuery(trpc.apiKey.list.queryOptions())
  const [isCreating, setCreating] = useState(false)
  const [revoked, setRevoked] = useState<Key>()
  const text = (
    <>
      {words.text}{' '}
      <a href={`${BASE_PATH}/docs`} className="text-accent underline">
        {words.docs}
      </a>
    </>
  )
  return (
    <Section id="keys" title={words.title} text={text}>
      {!keys ? (
        <LoadingOrError error={error} onRetry={refetch} />
      ) : (
        <div className="grid justify-items-start gap-4">
          {keys.length === 0 ? (
            <p className="text-sm">{words.none}</p>
          ) : (
            <ul className="card w-full divide-y divide-line">
              {keys.map((key) => (
                <KeyRow key={key.id} apiKey={key} onRevoke={() => setRevoked(key)} />
              ))}
            </ul>
          )}
          <Button icon={Plus} onClick={() => setCreating(true)}>
            {words.create}
          </Button>
        </div>
      )}
      {isCreating && <NewKeyDialog onClose={() => setCreating(false)} />}
      {revoked && <RevokeDialog apiKey={revoked} onClose={() => setRevoked(undefined)} />}
    </Section>
  )
}

function KeyRow({ apiKey, onRevoke }: { apiKey: Key; onRevoke: () => void }) {
  const { name, prefix, scopes, expiresAt, lastUsedAt } = apiKey
  return (
    <li className="flex items-center gap-3 px-4 py-3">
      <KeyRound size={20} aria-hidden className="shrink-0 text-soft" />
      <div className="min-w-0 grow text-sm">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="min-w-0 break-words font-medium">{name}</span>
          <code className="text-soft text-xs">{prefix}…</code>
        </p>
        <p className="text-soft text-xs sm:text-sm">
          {scopes.map((scope) => SCOPE[scope].label).join(', ')} · {usedWhen(lastUsedAt)},{' '}
          {endsWhen(expiresAt)}
        </p>
      </div>
      <Button aria-label={words.revokeOf(name)} onClick={onRevoke} className="shrink-0">
        {words.revoke}
      </Button>
    </li>
  )
}

const usedWhen = (at: string | null) => (at === null ? words.unused : words.used(formatAgo(at)))

function endsWhen(at: string | null): string {
  if (at === null) return words.endless
  return Date.parse(at) < Date.now() ? words.hasEnded(formatAgo(at)) : words.ends(formatAgo(at))
}

function RevokeDialog({ apiKey: { id, name }, onClose }: { apiKey: Key; onClose: () => void }) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const { mutate, isPending, error } = useMutation(
    trpc.apiKey.revoke.mutationOptions({
      onSuccess: () => {
        toast({ message: words.revoked })
        onClose()
      },
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.apiKey.list.queryKey() }),
    }),
  )
  return (
    <ConfirmDialog
      title={words.revokeTitle(name)}
      text={words.revokeText}
      action={words.revoke}
      isBusy={isPending}
      error={formErrors(error, []).rest}
      onConfirm={() => mutate({ id })}
      onClose={onClose}
    />
  )
}
