# One image for every process of a county: the departments, the gateway, and `xianzhi`.
FROM rust:1.95-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN cargo build --profile dist --locked --workspace --exclude tests --features gateway/pdf,county/pdf \
 && mkdir /out \
 && cp target/dist/xianzhi target/dist/industry target/dist/ecology target/dist/governance \
       target/dist/cadre target/dist/reform target/dist/livelihood target/dist/gateway /out/

FROM debian:bookworm-slim
# The fonts are for PDF.
RUN apt-get update && apt-get install -y --no-install-recommends curl fonts-noto-cjk && rm -rf /var/lib/apt/lists/* \
 && useradd --system --create-home --home-dir /var/lib/xianzhi xianzhi
COPY --from=build /out/ /usr/local/bin/
USER xianzhi
WORKDIR /var/lib/xianzhi
CMD ["xianzhi", "--help"]
