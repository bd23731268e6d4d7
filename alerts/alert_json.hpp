#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "alerts/alert.hpp"

namespace nightjar {

/// No message is longer, and none that comes in is taken: the transport's own limit for one part.
inline constexpr std::size_t kLongestMessage = 64 * 1024;

/// The event as one line of JSON, in the order of docs/alert-format.md; what is not known is absent.
/// Free texts are cut, ever shorter, until the line fits kLongestMessage.
[[nodiscard]] std::string to_json(const AlertEvent& event);

/// An entry as it stands on an event.
[[nodiscard]] std::string to_json(const AlertEntry& entry);

/// An event read from outside, or why it was refused. Unknown fields are passed over: the format may grow.
struct AlertReading {
  std::optional<AlertEvent> event;
  std::string fault;  ///< "place.lat: is out of range"; empty where there is an event
};

/// Never throws; refuses what is malformed, out of range or too large.
[[nodiscard]] AlertReading from_json(std::string_view text);

}  // namespace nightjar
