#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nightjar {

/// Plain endpoints are this machine's own: tcp://127.x.x.x and tcp://[::1], each with a port, and ipc://PATH.
/// Encrypted ones may be any address.
enum class Wiring { plain, encrypted };

/// What is wrong with an endpoint that a channel is to be opened at; nullopt where it may be used. The port
/// may be `*` for any; the host of an encrypted one is an address, an interface or `*` for all.
[[nodiscard]] std::optional<std::string> live_endpoint_fault(std::string_view endpoint,
                                                             Wiring wiring = Wiring::plain);

/// What is wrong with an endpoint to connect to; nullopt where it may be used. tcp://localhost:PORT is
/// loopback; the host of an encrypted one may be a name.
[[nodiscard]] std::optional<std::string> connect_endpoint_fault(std::string_view endpoint,
                                                                Wiring wiring = Wiring::plain);

/// How this machine itself reaches what is bound at an endpoint: a host that stands for all addresses becomes
/// loopback.
[[nodiscard]] std::string endpoint_from_here(const std::string& endpoint);

}  // namespace nightjar
