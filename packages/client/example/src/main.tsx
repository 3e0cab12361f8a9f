import { createClient, type TandemClient } from '@tandem/client'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { SignIn } from './sign-in'
import { Tasks } from './tasks'

/** Where `npx -y pnpm start` serves Tandem. It has to list this page's origin in `CORS_ORIGINS`. */
const url = 'http://localhost:3000'

const queries = new QueryClient()

function App() {
  const [tandem, setTandem] = useState<TandemClient>()
  if (!tandem) return <SignIn onSignIn={(auth) => setTandem(createClient({ url, auth }))} />
  const signOut = () => {
    setTandem(undefined)
    queries.clear()
    void tandem.close()
  }
  return <Tasks tandem={tandem} onSignOut={signOut} />
}

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  )
