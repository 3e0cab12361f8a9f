FROM node:24-bookworm-slim AS build
WORKDIR /tandem
COPY . .
RUN npx -y pnpm install --frozen-lockfile
RUN npx -y pnpm exec turbo run build --filter='./apps/*'

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
COPY --from=build /tandem/dist /tandem
RUN install -d -o node -g node -m 700 /data
USER node
WORKDIR /data
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "/tandem/main.js"]
