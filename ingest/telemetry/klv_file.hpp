#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "ingest/telemetry/misb_klv.hpp"

namespace nightjar {

/// What a file holds beside its packets.
struct KlvPassedOver {
  std::uint64_t bytes = 0;  ///< that belong to no packet
  std::uint64_t units = 0;  ///< of a transport stream's metadata, begun and not got whole
};

/// Hands on the packets of a file of bare KLV, or of an MPEG transport stream, in the file's order. Throws
/// std::runtime_error where it cannot be read.
KlvPassedOver each_klv_packet(const std::filesystem::path& file,
                              const std::function<void(const MisbPacket&)>& each);
KlvPassedOver each_transport_packet(const std::filesystem::path& file,
                                    const std::function<void(const MisbPacket&)>& each);

}  // namespace nightjar
