#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace nightjar {

/// Metadata that belongs to an instant of a recording.
struct TimedPacket {
  double time_s = 0;
  std::vector<std::uint8_t> bytes;
};

/// Writes the H.264 of an MP4 recording, as it is encoded, beside `packets` as asynchronous KLV (stream type
/// 0x06) into an MPEG transport stream. Equal inputs give equal bytes. Throws std::runtime_error.
void write_transport_stream(const std::filesystem::path& file, const std::filesystem::path& mp4,
                            const std::vector<TimedPacket>& packets);

}  // namespace nightjar
