#include "tools/simulate/live_telemetry.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <string>

namespace nightjar {

LiveTelemetry::LiveTelemetry(int port) : socket_(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
  if (socket_ < 0) throw std::runtime_error(std::string("telemetry: ") + std::strerror(errno));
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<in_port_t>(port));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr address{};
  static_assert(sizeof(address) == sizeof(to));
  std::memcpy(&address, &to, sizeof(to));
  if (connect(socket_, &address, sizeof(to)) < 0) {
    const std::string line = std::string("telemetry: ") + std::strerror(errno);
    close(socket_);
    throw std::runtime_error(line);
  }
}

LiveTelemetry::~LiveTelemetry() {
  close(socket_);
}

void LiveTelemetry::send(std::string_view line) const {
  // Refused where nobody listens yet: live telemetry is not kept for anyone.
  (void)::send(socket_, line.data(), line.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
}

}  // namespace nightjar
