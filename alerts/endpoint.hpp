#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nightjar {

/// What is wrong with an endpoint that a channel is to be published at; nullopt where it may be used.
/// Events are not yet encrypted, so only this machine's own may be: tcp://127.x.x.x and tcp://[::1], each
/// with a port (or `*` for any), and ipc://PATH.
[[nodiscard]] std::optional<std::string> live_endpoint_fault(std::string_view endpoint);

/// What is wrong with an endpoint to connect to; nullopt where it may be used. As above, without `*`, and
/// with tcp://localhost:PORT.
[[nodiscard]] std::optional<std::string> connect_endpoint_fault(std::string_view endpoint);

}  // namespace nightjar
