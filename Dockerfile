# Two stages: the first fills an environment from the lock, by hash; the second holds that and the code.
FROM python:3.11-slim AS environment
COPY requirements.lock /
RUN python -m venv /opt/hemakb \
 && /opt/hemakb/bin/pip install --no-cache-dir --require-hashes --no-deps --only-binary :all: -r /requirements.lock

FROM python:3.11-slim
RUN useradd --system --uid 10001 --create-home hemakb
COPY --from=environment /opt/hemakb /opt/hemakb
WORKDIR /srv/hemakb
COPY . .
ENV PATH=/opt/hemakb/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    STATIC_ROOT=/srv/static
# The local profile needs no secret, so none is in any layer.
RUN HEMAKB_PROFILE=local python manage.py collectstatic --no-input --verbosity 0
USER hemakb
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "hemakb.wsgi"]
