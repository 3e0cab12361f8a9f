// biome-ignore lint/style/noProcessEnv: the servers that Tandem is compared with read their settings here
const { PORT = '0', DATABASE_URL = '', JWT_SECRET = '', JWT_ISSUER = '', JWT_AUDIENCE = '' } = process.env

export const settings = {
  port: Number(PORT),
  databaseUrl: DATABASE_URL,
  secret: JWT_SECRET,
  issuer: JWT_ISSUER,
  audience: JWT_AUDIENCE,
}
