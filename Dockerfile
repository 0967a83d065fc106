# The wheel is built in one stage and installed in another, so the image has no compiler, no tests and no sources.
FROM python:3.12-slim AS build
WORKDIR /source
COPY requirements-build.lock ./
RUN pip install --no-cache-dir --require-hashes --only-binary :all: --requirement requirements-build.lock
COPY pyproject.toml README.md LICENSE ./
COPY docs/CODEBOOK.md docs/CODEBOOK.md
COPY service service
COPY schemas schemas
COPY matching matching
COPY migrations migrations
RUN pip wheel --no-cache-dir --no-deps --no-build-isolation --no-index --wheel-dir /wheels .

FROM python:3.12-slim
RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /nonexistent poimenno \
 && install --directory --owner=poimenno --group=poimenno --mode=0700 /var/lib/poimenno-data
COPY requirements.lock /tmp/requirements.lock
RUN pip install --no-cache-dir --require-hashes --only-binary :all: --requirement /tmp/requirements.lock \
 && rm /tmp/requirements.lock
COPY --from=build /wheels /tmp/wheels
RUN pip install --no-cache-dir --no-deps --no-index /tmp/wheels/*.whl && rm -r /tmp/wheels
COPY examples /usr/share/poimenno/examples
USER poimenno
WORKDIR /var/lib/poimenno-data
ENV POIMENNO_HOST=0.0.0.0 POIMENNO_PORT=8000 POIMENNO_DATA_DIR=/var/lib/poimenno-data POIMENNO_LOG_FORMAT=json
VOLUME /var/lib/poimenno-data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD \
  ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
ENTRYPOINT ["poimenno"]
CMD ["serve"]
