import { QueryClientProvider } from '@tanstack/react-query'
import { lazy, Suspense, useEffect } from 'react'
import { Redirect, Route, Switch, useLocation } from 'wouter'
import { client } from './api/client.ts'
import { queries } from './api/queries.ts'
import { TRPCProvider } from './api/trpc.ts'
import { useSession } from './session/session.ts'
import { ErrorBoundary } from './shell/error-boundary.tsx'
import { Loading } from './shell/loading.tsx'
import { Shell } from './shell/shell.tsx'
import { UnreachablePage } from './shell/unreachable-page.tsx'
import { SyncProvider } from './sync/use-sync.tsx'
import { TasksPage } from './tasks/tasks-page.tsx'
import { Toaster } from './ui/toast/toaster.tsx'

// All pages except the list of tasks load on demand.
const SignInPage = lazy(() => import('./session/sign-in-page.tsx'))
const SignUpPage = lazy(() => import('./session/sign-up-page.tsx'))
const BoardPage = lazy(() => import('./board/board-page.tsx'))
const CalendarPage = lazy(() => import('./calendar/calendar-page.tsx'))
const ProjectsPage = lazy(() => import('./projects/projects-page.tsx'))
const ProjectPage = lazy(() => import('./projects/project-page.tsx'))
const StatsPage = lazy(() => import('./stats/stats-page.tsx'))
const TrashPage = lazy(() => import('./trash/trash-page.tsx'))
const AccountPage = lazy(() => import('./account/account-page.tsx'))
const AdminPage = lazy(() => import('./admin/admin-page.tsx'))
const ResourceRoutes = lazy(() => import('./resources/routes.tsx'))

export function App() {
  return (
    <ErrorBoundary as="main">
      <QueryClientProvider client={queries}>
        <TRPCProvider client={client}>
          <Pages />
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
  switch (session.status) {
    case 'starting':
      return <Loading />
    case 'unreachable':
      return <UnreachablePage />
    case 'signed-out':
      return <SignedOut ended={session.ended ?? false} />
    case 'signed-in':
      return <SignedIn key={session.userId} userId={session.userId} />
  }
}

function SignedOut({ ended }: { ended: boolean }) {
  return (
    <Suspense fallback={<Loading />}>
      <Switch>
        <Route path="/sign-up">
          <SignUpPage />
        </Route>
        <Route>
          <SignInPage ended={ended} />
        </Route>
      </Switch>
    </Suspense>
  )
}

function SignedIn({ userId }: { userId: string }) {
  const [path] = useLocation()
  return (
    <SyncProvider userId={userId}>
      <Shell>
        <ErrorBoundary key={path}>
          <Suspense fallback={<Loading />}>
            <Switch>
              <Route path="/" component={TasksPage} />
              <Route path="/board" component={BoardPage} />
              <Route path="/calendar" component={CalendarPage} />
              <Route path="/projects" component={ProjectsPage} />
              <Route path="/projects/:id">{({ id }) => <ProjectPage id={id} />}</Route>
              <Route path="/stats" component={StatsPage} />
              <Route path="/trash" component={TrashPage} />
              <Route path="/account" component={AccountPage} />
              <Route path="/admin" component={AdminPage} />
              <Route path="/sign-in">
                <Redirect to="/" replace />
              </Route>
              <Route path="/sign-up">
                <Redirect to="/" replace />
              </Route>
              <Route component={ResourceRoutes} />
            </Switch>
          </Suspense>
        </ErrorBoundary>
      </Shell>
    </SyncProvider>
  )
}
