import { useMutation } from '@tanstack/react-query'
import { useTRPC } from '../api/trpc.ts'
import { session as words } from '../english/account/session.ts'
import { Button } from '../ui/button.tsx'
import { formErrors } from '../ui/form/form-errors.ts'

interface ResendProps {
  /** The address that waits to be verified. */
  address: string
  isSignedIn: boolean
}

/** A button that has the link which verifies an address mailed once more. */
export function Resend({ address, isSignedIn }: ResendProps) {
  const { mutate, isPending, isSuccess, error } = useMutation(
    useTRPC().auth.resendVerification.mutationOptions(),
  )
  const { rest } = formErrors(error, [])
  // Not disabled meanwhile: a disabled button loses the focus.
  const resend = () => isPending || mutate(isSignedIn ? undefined : { email: address })
  return (
    <div className="grid justify-items-start text-sm">
      <Button onClick={resend}>{isPending ? words.resending : words.resend}</Button>
      <p role="status">
        {isSuccess && <span className="mt-2 block text-good">{words.resent(address)}</span>}
      </p>
      {rest && (
        <p role="alert" className="mt-2 text-bad">
          {rest}
        </p>
      )}
    </div>
  )
}
