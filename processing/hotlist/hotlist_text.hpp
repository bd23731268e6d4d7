#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "ingest/telemetry.hpp"

namespace nightjar {

/// The bytes of a list's file, all of one moment.
struct HotlistText {
  std::string bytes;
  CaptureTime written_at;
  std::string trouble;  ///< "does not exist" ...; empty where the bytes are good
};

/// Reads a file that nobody writes to meanwhile; else there is trouble.
[[nodiscard]] HotlistText read_hotlist_text(const std::filesystem::path& file);

/// First 16 hex digits of the SHA-256.
[[nodiscard]] std::string digest_of(std::string_view bytes);

}  // namespace nightjar
