# syntax=docker/dockerfile:1
# Three stages: the web app, the server with the web app inside, and a small image that runs it as an ordinary user.

FROM node:20-bookworm-slim AS web
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY frontend ./
RUN npm run build

FROM rust:1.95-bookworm AS server
# aws-lc, the cryptography library, is built with cmake.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends cmake \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
COPY --from=web /src/frontend/dist frontend/dist
RUN cargo build --locked --release --package api --bin tend

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates curl \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/tend --create-home --shell /usr/sbin/nologin tend
COPY --from=server /src/target/release/tend /usr/local/bin/tend
USER tend
ENV TEND_DATA=/var/lib/tend
VOLUME /var/lib/tend
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
    CMD ["curl", "--fail", "--silent", "--output", "/dev/null", "http://127.0.0.1:8080/health"]
ENTRYPOINT ["tend"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8080"]
