#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/event_chain.hpp"
#include "alerts/sha256.hpp"

namespace nightjar {

/// The head of a channel's chain as somebody has noted it from a heartbeat: what proves that nothing was cut
/// off or made anew afterwards.
struct NotedHead {
  std::optional<std::string> stream;
  std::string channel;
  std::uint64_t seq = 0;
  Sha256 head{};
  std::optional<ChainEnd> audit = {};  ///< of the channel's audit trail, as the same heartbeat told it
};

/// CHANNEL:SEQ:HEX, or a heartbeat's JSON; nullopt for anything else.
[[nodiscard]] std::optional<NotedHead> noted_head(std::string_view text);

/// Such lines of a file, empty ones left out, or what is wrong: "FILE:LINE: found …, expected …".
struct NotedHeads {
  std::vector<NotedHead> heads;
  std::vector<std::string> errors;
};
[[nodiscard]] NotedHeads noted_heads_in(const std::filesystem::path& file);

}  // namespace nightjar
