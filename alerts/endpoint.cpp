#include "alerts/endpoint.hpp"

#include <arpa/inet.h>

#include <charconv>

namespace nightjar {
namespace {

struct TcpEndpoint {
  std::string host;
  std::string port;
};

std::optional<TcpEndpoint> tcp_of(std::string_view endpoint) {
  constexpr std::string_view kScheme = "tcp://";
  if (!endpoint.starts_with(kScheme)) return std::nullopt;
  endpoint.remove_prefix(kScheme.size());
  const std::size_t colon = endpoint.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  return TcpEndpoint{std::string(endpoint.substr(0, colon)), std::string(endpoint.substr(colon + 1))};
}

/// ZeroMQ binds to addresses and interfaces only, so `localhost` is for those who connect.
bool is_loopback(const std::string& host, bool listening) {
  in_addr v4{};
  if (host == "[::1]" || (host == "localhost" && !listening)) return true;
  return ::inet_pton(AF_INET, host.c_str(), &v4) == 1 && (ntohl(v4.s_addr) >> 24U) == 127;
}

bool is_port(std::string_view port) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
  return error == std::errc() && end == port.data() + port.size() && number >= 1 && number <= 65535;
}

std::optional<std::string> fault_of(std::string_view endpoint, bool listening, Wiring wiring) {
  const std::string quoted = "\"" + std::string(endpoint) + "\"";
  if (endpoint.starts_with("ipc://") && endpoint.size() > 6) return std::nullopt;
  const std::optional<TcpEndpoint> tcp = tcp_of(endpoint);
  if (!tcp) return quoted + " is no endpoint, expected tcp://127.0.0.1:PORT or ipc://PATH";
  if (!is_port(tcp->port) && !(listening && tcp->port == "*")) {
    return quoted + " has no port from 1 to 65535";
  }
  if (wiring == Wiring::plain && !is_loopback(tcp->host, listening)) {
    return quoted + " is not loopback; without encryption only 127.0.0.1, [::1] and ipc:// may be used";
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> live_endpoint_fault(std::string_view endpoint, Wiring wiring) {
  return fault_of(endpoint, true, wiring);
}

std::optional<std::string> connect_endpoint_fault(std::string_view endpoint, Wiring wiring) {
  return fault_of(endpoint, false, wiring);
}

std::string endpoint_from_here(const std::string& endpoint) {
  const std::optional<TcpEndpoint> tcp = tcp_of(endpoint);
  if (!tcp) return endpoint;
  if (tcp->host == "*" || tcp->host == "0.0.0.0") return "tcp://127.0.0.1:" + tcp->port;
  if (tcp->host == "[::]") return "tcp://[::1]:" + tcp->port;
  return endpoint;
}

}  // namespace nightjar
