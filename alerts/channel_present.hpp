#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "alerts/alert_outlet.hpp"

namespace nightjar {

/// What the journal's file does not tell of a channel, as the alerts thread knows it.
struct ChannelPresent {
  std::string stream;
  ChainEnd end;
  std::vector<ChainedEvent> unwritten;  ///< of the channel, behind a number; the disk refuses them just now
};

/// Any thread but the alerts thread. `most` limits what is unwritten of `stream` behind `behind`.
[[nodiscard]] ChannelPresent present_of(AlertOutlet& outlet, const std::string& channel,
                                        const std::string& stream = "", std::uint64_t behind = 0,
                                        std::size_t most = 0);

}  // namespace nightjar
