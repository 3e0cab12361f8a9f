module.exports = {
  tandem: {
    input: process.env.DOCUMENT ?? '3.1.json',
    output: { target: 'clients/orval.ts', client: 'fetch', baseUrl: process.env.BASE_URL },
  },
}
