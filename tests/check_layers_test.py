#!/usr/bin/env python3
"""check_layers.py finds each kind of breach, names file and line, and passes a clean tree."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

CHECK = pathlib.Path(__file__).parent / "check_layers.py"


def check(files):
    with tempfile.TemporaryDirectory() as folder:
        for path, text in files.items():
            file = pathlib.Path(folder) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        done = subprocess.run([sys.executable, CHECK, folder], capture_output=True, text=True)
        return done.returncode, done.stdout.splitlines()


class Layers(unittest.TestCase):
    clean = {
        "ingest/frame.hpp": "#pragma once\n",
        "ingest/frame_source.hpp": '#include "ingest/frame.hpp"\n',
        "processing/anpr/read.hpp": '#include "ingest/frame.hpp"\n#include <vector>\n',
        "alerts/journal.cpp": "#include <sqlite3.h>\n",
    }

    def found(self, path, line):
        code, lines = check({**self.clean, path: "#pragma once\n" + line + "\n"})
        self.assertEqual(code, 1)
        self.assertEqual(len(lines), 1, lines)
        self.assertTrue(lines[0].startswith(f"{path}:2: "), lines[0])
        return lines[0]

    def test_a_clean_tree_passes(self):
        self.assertEqual(check(self.clean), (0, []))

    def test_a_name_of_two_types_is_found(self):
        one = {"ingest/frame.hpp": "#pragma once\nstruct Frame {\n};\n"}
        code, lines = check({**self.clean, **one, "tools/drawn.hpp": "#pragma once\n\nclass Frame : public Part {\n"})
        self.assertEqual((code, lines), (1, ["tools/drawn.hpp:3: Frame is the name of a type in ingest/frame.hpp, too"]))
        self.assertEqual(check({**self.clean, **one, "tools/drawn.hpp": "#pragma once\nstruct Frame;\n"}), (0, []))

    def test_an_include_to_the_right_is_found(self):
        self.assertIn("lies to its right", self.found("ingest/bad.hpp", '#include "alerts/journal.cpp"'))

    def test_processing_sees_value_headers_only(self):
        self.assertIn("no value header", self.found("processing/bad.cpp", '#include "ingest/frame_source.hpp"'))

    def test_an_include_not_from_the_root_is_found(self):
        self.assertIn("not a path from", self.found("ingest/bad.cpp", '#include "frame.hpp"'))

    def test_libraries_stay_in_their_rooms(self):
        for path, line in [("alerts/bad.cpp", "#include <gst/gst.h>"), ("ingest/bad.hpp", "#include <gst/gst.h>"),
                           ("tools/bad.cpp", "#include <zmq.hpp>"), ("config/bad.cpp", "#include <sqlite3.h>"),
                           ("processing/bad.cpp", "#include <spdlog/spdlog.h>"),
                           ("processing/bad.cpp", "#include <thread>"), ("tools/bad.cpp", "#include <toml++/toml.h>")]:
            with self.subTest(path=path, line=line):
                self.assertIn("has no place here", self.found(path, line))

    def test_a_folder_for_everything_is_found(self):
        code, lines = check({**self.clean, "ingest/utils/x.hpp": ""})
        self.assertEqual((code, len(lines)), (1, 1))


if __name__ == "__main__":
    unittest.main()
