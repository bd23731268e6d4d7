#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

#include "tests/ingest/recording/live_run.hpp"

namespace nightjar {

inline FrameSourceOptions recorded_options(const std::string& uri, const std::filesystem::path& folder,
                                           RtspTransport transport = RtspTransport::tcp) {
  FrameSourceOptions options;
  options.feed = "lane";
  options.uri = uri;
  options.transport = transport;
  options.software_decoding = true;
  options.record.emplace();
  options.record->folder = folder;
  options.record->segment = std::chrono::seconds(1);
  options.record->reserve_bytes = 0;
  return options;
}

inline std::filesystem::path only_recording(const std::filesystem::path& folder) {
  const auto recordings = recordings_in(folder / "lane");
  if (recordings.size() != 1) throw std::runtime_error("expected one recording");
  return recordings.front();
}

}  // namespace nightjar
