#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nightjar {

/// Scheme, host and port of an address such as rtsp://user:secret@10.0.0.5:554/stream.
struct NetworkAddress {
  std::string scheme;  ///< lower case
  std::string host;    ///< without the brackets of IPv6
  std::optional<std::uint16_t> port;
};

/// Whether a uri is SCHEME://… rather than a file or a folder.
[[nodiscard]] bool has_scheme(std::string_view uri);

/// nullopt where there is no scheme, or the port is not a number from 1 to 65535.
[[nodiscard]] std::optional<NetworkAddress> parse_address(std::string_view uri);

/// Reaches this machine only: 127.0.0.0/8, ::1 or localhost.
[[nodiscard]] bool is_loopback(const NetworkAddress& address);

}  // namespace nightjar
