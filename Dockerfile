# docker build -t kmspol . && docker run --rm -v "$PWD:/work:ro" kmspol check .
FROM node:22-alpine AS build
WORKDIR /src
COPY package.json package-lock.json tsconfig.json tsconfig.types.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY bin ./bin
COPY scripts ./scripts
COPY src ./src
RUN node scripts/build.mjs

FROM node:22-alpine
LABEL org.opencontainers.image.title="kmspol" \
      org.opencontainers.image.description="Edit AWS KMS key policies safely" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /src/package.json /opt/kmspol/package.json
COPY --from=build /src/bin /opt/kmspol/bin
COPY --from=build /src/dist /opt/kmspol/dist
RUN ln -s /opt/kmspol/bin/kmspol.js /usr/local/bin/kmspol \
 && install -d -o node -g node /home/node/.local /home/node/.local/state /home/node/.local/state/kmspol
USER node
WORKDIR /work
ENTRYPOINT ["kmspol"]
CMD ["--help"]
