import { lazy } from 'react'
import { Route, Switch } from 'wouter'
import { NotFoundPage } from '../shell/placeholders/not-found-page.tsx'
import { resourcePages } from './pages.ts'
import { subPagesOf } from './sub-pages.ts'
import { SubPagesContext } from './sub-pages-context.ts'

const ROUTES = Object.values(resourcePages).map(({ path, load }) => ({ path, component: lazy(load) }))

/** The pages of resources, and what is said where there is no page at all. */
export default function ResourceRoutes() {
  return (
    <SubPagesContext value={subPagesOf}>
      <Switch>
        {ROUTES.map((route) => (
          <Route key={route.path} {...route} />
        ))}
        <Route component={NotFoundPage} />
      </Switch>
    </SubPagesContext>
  )
}
