"""A container image of a real Neo4j, made of the jars and the Java that our tests use: nothing is pulled.

`python -m tests.support.neo4j_image` makes the image of the LTS version and prints its name. It stands in for the official one
where that cannot be had: it keeps what testcontainers relies on (`NEO4J_AUTH=neo4j/PASSWORD`, the ports, the line in the log), and
has no more. Linux only, since it takes the C libraries of this machine.
"""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .neo4j_jars import find_java, jars
from .neo4j_server import LTS, OPENS, main_class

_CONF = """\
server.default_listen_address=0.0.0.0
server.https.enabled=false
server.memory.pagecache.size=128m
dbms.usage_report.enabled=false
"""

# The shell is this machine's, alone: it has no programs to call but Java.
_ENTRYPOINT = """\
set -eu
case "${{NEO4J_AUTH:-}}" in
  neo4j/?*) ;;
  *) echo "this image needs NEO4J_AUTH=neo4j/PASSWORD" >&2; exit 1 ;;
esac
java() {{ /opt/java/bin/java -XX:-UsePerfData -cp '/opt/neo4j/lib/*' "$@"; }}
java org.neo4j.cli.AdminTool dbms set-initial-password "${{NEO4J_AUTH#neo4j/}}"
exec /opt/java/bin/java -Xms256m -Xmx512m -XX:-UsePerfData {opens} -Dio.netty.tryReflectionSetAccessible=true \
  -cp '/opt/neo4j/lib/*' {main} --home-dir=/neo4j --config-dir=/neo4j/conf --console-mode
"""


def image_name(version: str) -> str:
    """What the image is called."""
    return f"graphmodel-test/neo4j:{version}"


def build(version: str) -> str:
    """Make the image; its name."""
    import docker

    java = Path(find_java(21)).resolve().parents[1]
    with contextlib.closing(docker.from_env()) as client, tempfile.TemporaryFile() as file:
        with tarfile.open(fileobj=file, mode="w", dereference=True) as rootfs:
            rootfs.add(jars(version), "opt/neo4j/lib")
            rootfs.add(java, "opt/java")
            rootfs.add("/bin/sh", "bin/sh")
            for library in _libraries([Path("/bin/sh"), java / "bin" / "java", *java.rglob("*.so")], java):
                rootfs.add(library, library.lstrip("/"))
            for name in ("tmp", "neo4j/data", "neo4j/logs", "neo4j/plugins", "neo4j/import", "neo4j/run"):
                _add_folder(rootfs, name)
            _add_text(rootfs, "neo4j/conf/neo4j.conf", _CONF)
            _add_text(rootfs, "entrypoint.sh", _ENTRYPOINT.format(opens=" ".join(OPENS), main=main_class(version)))
        file.seek(0)
        repository, _, tag = image_name(version).rpartition(":")
        client.api.import_image_from_stream(
            iter(lambda: file.read(1 << 20), b""),
            repository=repository,
            tag=tag,
            changes=[
                "ENV NEO4J_HOME=/neo4j NEO4J_CONF=/neo4j/conf LANG=C.UTF-8",
                "EXPOSE 7474 7687",
                'ENTRYPOINT ["/bin/sh", "/entrypoint.sh"]',
            ],
        )
        client.images.get(image_name(version))  # the answer to the import is a text; this raises where it did not work
    return image_name(version)


def _libraries(programs: list[Path], java: Path) -> Iterator[str]:
    """The C libraries that these load, with the loader itself; not those that come with Java."""
    said = subprocess.run(["ldd", *programs], capture_output=True, text=True, check=False).stdout
    for path in sorted(set(re.findall(r"(/\S+) \(0x", said))):
        if not Path(path).resolve().is_relative_to(java):
            yield path


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(text.encode())
    archive.addfile(entry, io.BytesIO(text.encode()))


def _add_folder(archive: tarfile.TarFile, name: str) -> None:
    entry = tarfile.TarInfo(name)
    entry.type, entry.mode = tarfile.DIRTYPE, 0o1777
    archive.addfile(entry)


if __name__ == "__main__":
    from docker.errors import DockerException

    try:
        print(build(*(sys.argv[1:] or [LTS])))  # noqa: T201  (a command)
    except DockerException as error:
        sys.exit(f"No Docker daemon answers: {error}")
