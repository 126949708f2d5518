# One image for web, worker and beat; they differ in their command (docker-compose.yml).

FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
COPY requirements/base.txt /tmp/base.txt
RUN /venv/bin/pip install --require-hashes --requirement /tmp/base.txt

FROM python:3.13-slim
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings \
    JIEBANG_MODE=production \
    JIEBANG_DATA=/data
RUN groupadd --system --gid 10001 jiebang \
    && useradd --system --uid 10001 --gid jiebang --home-dir /app --shell /usr/sbin/nologin jiebang \
    && install -d -o jiebang -g jiebang -m 0750 /data /data/media /data/static \
    && install -d -o jiebang -g jiebang -m 0700 /data/keystore
COPY --from=build /venv /venv
WORKDIR /app
COPY . .
USER jiebang
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--preload", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket", \
     "--access-logfile", "-", "--access-logformat", "%(t)s %(m)s %(U)s %(s)s %(b)s %(M)s ms"]
