#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "tools/locate/locatable_record.hpp"

namespace nightjar {

/// What came of reading a telemetry file.
struct LocatableRead {
  std::size_t records = 0;
  std::vector<std::string> errors;   ///< a line each, with the file: it is no telemetry, or not all of it
  std::vector<std::string> remarks;  ///< a line each, with the file: what was passed over
};

/// Reads a telemetry file of any kind, known by its content: bare KLV, KLV in an MPEG transport stream, DJI's
/// side files, JSON lines. Every record is handed on in the file's order, those of which nothing can be used
/// with notes alone.
[[nodiscard]] LocatableRead read_locatable(const std::filesystem::path& file,
                                           const std::function<void(const LocatableRecord&)>& each);

}  // namespace nightjar
