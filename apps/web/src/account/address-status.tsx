import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { type Me, useTRPC } from '../api/trpc.ts'
import { account } from '../english/account/account.ts'
import { addressToVerify } from '../mailed-links/address-to-verify.ts'
import { Resend } from '../mailed-links/resend.tsx'
import { Button } from '../ui/button.tsx'
import { formErrors } from '../ui/form/form-errors.ts'
import { toast } from '../ui/toast/toasts.ts'
import { FormError } from './section.tsx'

const words = account.address

/** Whether the address of the account is verified, and what to do about one that waits for its link. */
export function AddressStatus({ me }: { me: Me }) {
  const address = addressToVerify(me)
  if (address === undefined) {
    return (
      <p className="flex items-center gap-1.5 text-good text-sm">
        <CircleCheck size={16} aria-hidden />
        {words.verified}
      </p>
    )
  }
  return (
    <div className="grid gap-2 rounded-lg bg-warn-tint p-3 text-sm">
      <p className="wrap-anywhere text-warn">
        {me.pendingEmail === null ? words.unverified : words.pending(me.pendingEmail)}
      </p>
      <Resend key={address} address={address} isSignedIn />
      {me.pendingEmail !== null && <KeepAddress me={me} />}
    </div>
  )
}

/** Ends the waiting for a new address. */
function KeepAddress({ me }: { me: Me }) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const { mutate, isPending, error } = useMutation(
    trpc.user.update.mutationOptions({
      onSuccess: (user) => {
        queries.setQueryData(trpc.user.me.queryKey(), user)
        toast({ message: words.kept(user.email) })
      },
    }),
  )
  return (
    <>
      <Button className="justify-self-start" disabled={isPending} onClick={() => mutate({ email: me.email })}>
        {words.keep}
      </Button>
      <FormError text={formErrors(error, []).rest} />
    </>
  )
}
