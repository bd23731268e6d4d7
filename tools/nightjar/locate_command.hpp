#pragma once

#include <iosfwd>
#include <string>

#include "processing/ground/ground_projector.hpp"

namespace CLI {
class App;
}

namespace nightjar {

struct LocateCommandOptions {
  std::string telemetry;  ///< the file
  std::string pixel;      ///< U,V; empty: the picture's middle
  std::string size;       ///< W,H of the picture
  std::string terrain;    ///< an elevation file; empty: none
  std::string ground;     ///< metres above the ellipsoid; empty: not told
  PoseError pose_error;
};

/// Puts each record of a telemetry file on the ground: one JSON line on `out` a record, what is wrong with
/// the input on `err`. Returns the exit code: 0, or 2 for wrong input, after what could be read is printed.
[[nodiscard]] int locate_records(const LocateCommandOptions& options, std::ostream& out, std::ostream& err);

/// `nightjar locate TELEMETRY`
void add_locate_command(CLI::App& app, int& exit_code);

}  // namespace nightjar
