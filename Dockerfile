FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN make build && mkdir -p /image/data /image/tmp && chmod 1777 /image/tmp

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build --chown=65532:65532 /image/ /
COPY --from=build /src/bin/twofold /twofold
USER 65532:65532
ENV TWOFOLD_LISTEN=0.0.0.0:8080 TWOFOLD_DATA=/data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["/twofold", "health"]
ENTRYPOINT ["/twofold"]
CMD ["serve"]
