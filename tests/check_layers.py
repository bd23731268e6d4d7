#!/usr/bin/env python3
"""Holds the rules of the house against the code; prints FILE:LINE: rule for each breach.

  include only to the left     ingest <- processing <- alerts <- config <- tools
  processing sees ingest's     value headers only
  foreign libraries            each in its own rooms, and in .cpp files where the rule says so
  no such folder               common, utils, core, base, manager
  one name, one type           the linker would merge two classes of one name
"""
import pathlib
import re
import sys

LAYERS = ["ingest", "processing", "alerts", "config", "tools"]
VALUE_HEADERS = {"ingest/frame.hpp", "ingest/telemetry.hpp", "ingest/telemetry/geoid.hpp", "ingest/utc_time.hpp"}
FORBIDDEN_FOLDERS = {"common", "utils", "util", "core", "base", "manager", "helpers"}

# A header of a library, and where it may be included.
LIBRARIES = [
    ("GStreamer", re.compile(r"(gst|glib|gio)[/.]"), re.compile(r"ingest/.*\.cpp|tools/simulate/(rtsp|video|gst).*\.cpp")),
    ("ZeroMQ", re.compile(r"zmq"), re.compile(r"alerts/.*\.cpp")),
    ("SQLite", re.compile(r"sqlite3"), re.compile(r"alerts/.*\.(cpp)|alerts/sqlite.*\.hpp")),
    ("TOML", re.compile(r"toml\+\+"), re.compile(r"config/.*\.cpp|config/toml.*\.hpp")),
    ("spdlog", re.compile(r"spdlog/"), re.compile(r"(ingest|alerts|tools)/.*")),
    ("threads", re.compile(r"^(thread|mutex|condition_variable|atomic|stop_token)$"), re.compile(r"(ingest|alerts|config|tools)/.*")),
]
TYPE = re.compile(r"(?:class|struct|enum class) (\w+)(?: final)?(?: :[^:;].*)? ?\{")
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')


def breaches_of_line(path, target, quoted, root):
    layer = path.split("/")[0]
    for name, header, allowed in LIBRARIES:
        if not quoted and header.match(target) and not allowed.fullmatch(path):
            yield f"{name} ({target}) has no place here"
    if not quoted:
        return
    if not (root / target).is_file():
        yield f'"{target}" is not a path from the repository root'
        return
    target_layer = target.split("/")[0]
    if target_layer not in LAYERS:
        yield f'"{target}" is in no layer'
    elif LAYERS.index(target_layer) > LAYERS.index(layer):
        yield f'{layer} includes "{target}", which lies to its right'
    elif layer == "processing" and target_layer == "ingest" and target not in VALUE_HEADERS:
        yield f'processing includes "{target}", which is no value header'


def breaches(root):
    types = {}
    for layer in LAYERS:
        for file in sorted((root / layer).rglob("*")):
            path = file.relative_to(root).as_posix()
            if file.is_dir() and file.name in FORBIDDEN_FOLDERS:
                yield f"{path}:1: a folder of this name is for everything and so for nothing"
            if file.suffix not in (".hpp", ".cpp"):
                continue
            for number, line in enumerate(file.read_text().splitlines(), 1):
                defined = TYPE.match(line) if file.suffix == ".hpp" else None
                if defined and types.setdefault(defined[1], path) != path:
                    yield f"{path}:{number}: {defined[1]} is the name of a type in {types[defined[1]]}, too"
                found = INCLUDE.match(line)
                if found:
                    for breach in breaches_of_line(path, found[2], found[1] == '"', root):
                        yield f"{path}:{number}: {breach}"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent.parent)
    found = list(breaches(root))
    for breach in found:
        print(breach)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
