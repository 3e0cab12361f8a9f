import { QueryClientProvider } from '@tanstack/react-query'
import { lazy, Suspense, useEffect } from 'react'
import { Redirect, Route, Router, Switch, useLocation, useSearch } from 'wouter'
import { BASE_PATH } from './api/base-path.ts'
import { client } from './api/client.ts'
import { queries } from './api/queries.ts'
import { TRPCProvider } from './api/trpc.ts'
import { Badge } from './installed/badge.tsx'
import { Reminders } from './reminders/reminders.tsx'
import { type SignedOut as SignedOutSession, useSession } from './session/session.ts'
import { ErrorBoundary } from './shell/error-boundary.tsx'
import { Loading } from './shell/loading.tsx'
import { Shell } from './shell/shell.tsx'
import { UnreachablePage } from './shell/unreachable-page.tsx'
import { SyncProvider } from './sync/use-sync.tsx'
import { TodayPage } from './today/today-page.tsx'
import { TodayTasksProvider } from './today/today-tasks.tsx'
import { Toaster } from './ui/toast/toaster.tsx'

// All pages except the first one, Today, load on demand.
const SignInPage = lazy(() => import('./session/sign-in-page.tsx'))
const SignUpPage = lazy(() => import('./session/sign-up-page.tsx'))
const ForgotPasswordPage = lazy(() => import('./mailed-links/forgot-password-page.tsx'))
const ResetPasswordPage = lazy(() => import('./mailed-links/reset-password-page.tsx'))
const VerifyEmailPage = lazy(() => import('./mailed-links/verify-email-page.tsx'))
const UpcomingPage = lazy(() => import('./upcoming/upcoming-page.tsx'))
const TasksPage = lazy(() => import('./tasks/tasks-page.tsx'))
const BoardPage = lazy(() => import('./board/board-page.tsx'))
const CalendarPage = lazy(() => import('./calendar/calendar-page.tsx'))
const ProjectsPage = lazy(() => import('./projects/projects-page.tsx'))
const ProjectPage = lazy(() => import('./projects/project-page.tsx'))
const StatsPage = lazy(() => import('./stats/stats-page.tsx'))
const TrashPage = lazy(() => import('./trash/trash-page.tsx'))
const AccountPage = lazy(() => import('./account/account-page.tsx'))
const ImportPage = lazy(() => import('./import/import-page.tsx'))
const AdminPage = lazy(() => import('./admin/admin-page.tsx'))
const ResourceRoutes = lazy(() => import('./resources/routes.tsx'))

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

function SignedIn({ userId }: { userId: string }) {
  const [path] = useLocation()
  return (
    <SyncProvider userId={userId}>
      <Reminders />
      <TodayTasksProvider>
        <Badge />
        <Shell>
          <ErrorBoundary key={path}>
            <Suspense fallback={<Loading />}>
              <Switch>
                <Route path="/" component={Start} />
                <Route path="/today" component={TodayPage} />
                <Route path="/upcoming" component={UpcomingPage} />
                <Route path="/all" component={TasksPage} />
                <Route path="/board" component={BoardPage} />
                <Route path="/calendar" component={CalendarPage} />
                <Route path="/projects" component={ProjectsPage} />
                <Route path="/projects/:id">{({ id }) => <ProjectPage id={id} />}</Route>
                <Route path="/stats" component={StatsPage} />
                <Route path="/trash" component={TrashPage} />
                <Route path="/account" component={AccountPage} />
                <Route path="/import" component={ImportPage} />
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
      </TodayTasksProvider>
    </SyncProvider>
  )
}

/** Leads to Today. The list of all tasks was here once: a link with a filter or a task leads to it. */
function Start() {
  const search = useSearch()
  return <Redirect to={search === '' ? '/today' : `/all?${search}`} replace />
}
