/**
 * Calls the server that this page comes from. The document names where people reach it, which may be another name of it, and
 * the page's policy allows calls to its own origin only.
 */
async function show() {
  const server = new URL('.', location.href).href.replace(/\/$/, '')
  const response = await fetch(`${server}/openapi.json`)
  window.SwaggerUIBundle({
    spec: { ...(await response.json()), servers: [{ url: server }] },
    dom_id: '#docs',
    deepLinking: true,
    persistAuthorization: true,
    validatorUrl: null,
  })
}

show()
