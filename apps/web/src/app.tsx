import { QueryClientProvider } from '@tanstack/react-query'
import { lazy, Suspense, useEffect } from 'react'
import { Route, Router, Switch } from 'wouter'
import { BASE_PATH } from './api/base-path.ts'
import { client } from './api/client.ts'
import { queries } from './api/queries.ts'
import { TRPCProvider } from './api/trpc.ts'
import { type SignedOut as SignedOutSession, useSession } from './session/session.ts'
import { ErrorBoundary } from './shell/placeholders/error-boundary.tsx'
import { Loading } from './shell/placeholders/loading.tsx'
import { UnreachablePage } from './shell/placeholders/unreachable-page.tsx'
import { SignedIn } from './signed-in/load-signed-in.ts'
import { preloadWhenIdle } from './ui/preload-when-idle.ts'
import { Toaster } from './ui/toast/toaster.tsx'

const SignInPage = lazy(() => import('./session/sign-in-page.tsx'))
const SignUpPage = lazy(() => import('./session/sign-up-page.tsx'))
const ForgotPasswordPage = lazy(() => import('./mailed-links/forgot-password-page.tsx'))
const ResetPasswordPage = lazy(() => import('./mailed-links/reset-password-page.tsx'))
const VerifyEmailPage = lazy(() => import('./mailed-links/verify-email-page.tsx'))

export function App() {
  return (
    <ErrorBoundary as="main">
      <QueryClientProvider client={queries}>
        <TRPCProvider client={client}>
          <Router base={BASE_PATH}>
            <Pages />
          </Router>
          <Toaster />
        </TRPCProvider>
      </QueryClientProvider>
    </ErrorBoundary>
  )
}

function Pages() {
  const session = useSession()
  useEffect(() => {
    // The next user must not see cached data of this one.
    if (session.status === 'signed-out') queries.clear()
  }, [session.status])
  if (session.status === 'starting') return <Loading />
  if (session.status === 'unreachable') return <UnreachablePage />
  return (
    <Suspense fallback={<Loading />}>
      <Switch>
        {/* With a session or without one. They stay on the page when it begins or ends. */}
        <Route path="/forgot-password" component={ForgotPasswordPage} />
        <Route path="/reset-password" component={ResetPasswordPage} />
        <Route path="/verify-email" component={VerifyEmailPage} />
        <Route>
          {session.status === 'signed-in' ? (
            <SignedIn key={session.userId} userId={session.userId} />
          ) : (
            <SignedOut reason={session.reason} />
          )}
        </Route>
      </Switch>
    </Suspense>
  )
}

function SignedOut({ reason }: Pick<SignedOutSession, 'reason'>) {
  useEffect(() => {
    const left = new AbortController()
    preloadWhenIdle(() => void SignedIn.preload(), left.signal)
    return () => left.abort()
  }, [])
  return (
    <Switch>
      <Route path="/sign-up">
        <SignUpPage />
      </Route>
      <Route>
        <SignInPage reason={reason} />
      </Route>
    </Switch>
  )
}
