#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace nightjar {

struct ReadOptions {
  std::vector<std::string> arguments;  ///< pictures, and folders of pictures
  std::string draw;                    ///< folder for pictures with what was found drawn in; empty: none
  /// Texts less sure than this are what the reader makes of lettering and grilles; they are left out.
  double least_confidence = 0.05;
};

/// Reads the plates of still pictures: one JSON line on `out` a readable file, one line on `err` a file that
/// could not be read. Returns the exit code: 0, or 2 if any file failed, after the others are printed.
[[nodiscard]] int read_pictures(const ReadOptions& options, std::ostream& out, std::ostream& err);

/// `nightjar read IMAGE...`
void add_read_command(CLI::App& app, int& exit_code);

}  // namespace nightjar
