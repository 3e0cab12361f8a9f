import { lazy, Suspense } from 'react'
import { Redirect, Route, Switch, useLocation, useSearch } from 'wouter'
import { Badge } from '../installed/badge.tsx'
import { Reminders } from '../reminders/reminders.tsx'
import { ErrorBoundary } from '../shell/placeholders/error-boundary.tsx'
import { Loading } from '../shell/placeholders/loading.tsx'
import { Shell } from '../shell/shell.tsx'
import { SyncProvider } from '../sync/use-sync.tsx'
import { TodayPage } from '../today/today-page.tsx'
import { TodayTasksProvider } from '../today/today-tasks.tsx'

// All pages except the first one, Today, load on demand.
const UpcomingPage = lazy(() => import('../upcoming/upcoming-page.tsx'))
const TasksPage = lazy(() => import('../tasks/tasks-page.tsx'))
const BoardPage = lazy(() => import('../board/board-page.tsx'))
const CalendarPage = lazy(() => import('../calendar/calendar-page.tsx'))
const ProjectsPage = lazy(() => import('../projects/projects-page.tsx'))
const ProjectPage = lazy(() => import('../projects/project-page.tsx'))
const StatsPage = lazy(() => import('../stats/stats-page.tsx'))
const TrashPage = lazy(() => import('../trash/trash-page.tsx'))
const AccountPage = lazy(() => import('../account/account-page.tsx'))
const ImportPage = lazy(() => import('../import/import-page.tsx'))
const AdminPage = lazy(() => import('../admin/admin-page.tsx'))
const ResourceRoutes = lazy(() => import('../resources/routes.tsx'))

/** All that a user sees who has signed in. */
export default function SignedIn({ userId }: { userId: string }) {
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
