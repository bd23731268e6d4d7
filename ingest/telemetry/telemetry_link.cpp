#include "ingest/telemetry/telemetry_link.hpp"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <stdexcept>
#include <thread>
#include <utility>

#include "ingest/closed_by.hpp"

namespace nightjar {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::string_view kScheme = "tcp://";
constexpr std::chrono::seconds kBetweenTries{1};
constexpr std::size_t kLongestLine_bytes = 65536;

bool is_port(const std::string& text) {
  if (text.empty() || text.size() > 5) return false;
  if (!std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) return false;
  const int port = std::stoi(text);
  return port >= 1 && port <= 65535;
}

}  // namespace

TelemetryLink::TelemetryLink(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  if (address.rfind(kScheme, 0) == 0 && colon != std::string::npos && colon > kScheme.size()) {
    host_ = address.substr(kScheme.size(), colon - kScheme.size());
    port_ = address.substr(colon + 1);
  }
  if (host_.size() >= 2 && host_.front() == '[' && host_.back() == ']')
    host_ = host_.substr(1, host_.size() - 2);
  if (host_.empty() || !is_port(port_)) throw std::runtime_error(address + ": expected tcp://HOST:PORT");
}

TelemetryLink::~TelemetryLink() {
  if (socket_ >= 0) ::close(socket_);
}

void TelemetryLink::begin_connecting() {
  next_try_ = Steady::now() + kBetweenTries;
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (getaddrinfo(host_.c_str(), port_.c_str(), &wanted, &found) != 0) return;
  const std::unique_ptr<addrinfo, ClosedBy<freeaddrinfo>> place(found);
  socket_ = ::socket(place->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (socket_ < 0) return;
  if (::connect(socket_, place->ai_addr, place->ai_addrlen) == 0) {
    state_ = State::connected;
  } else if (errno == EINPROGRESS) {
    state_ = State::connecting;
  } else {
    drop();
  }
}

void TelemetryLink::finish_connecting() {
  int failed = 0;
  socklen_t size = sizeof failed;
  if (getsockopt(socket_, SOL_SOCKET, SO_ERROR, &failed, &size) == 0 && failed == 0) {
    state_ = State::connected;
  } else {
    drop();
  }
}

std::string TelemetryLink::drop() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
  state_ = State::down;
  return std::exchange(pending_, {});
}

std::string TelemetryLink::lines(std::chrono::milliseconds wait) {
  if (state_ == State::down && Steady::now() >= next_try_) begin_connecting();
  if (state_ == State::down) {
    std::this_thread::sleep_for(wait);
    return {};
  }
  pollfd ready{socket_, static_cast<short>(state_ == State::connecting ? POLLOUT : POLLIN), 0};
  if (::poll(&ready, 1, static_cast<int>(wait.count())) <= 0) return {};
  if (state_ == State::connecting) {
    finish_connecting();
    return {};
  }
  std::array<char, 16384> bytes{};
  const ssize_t size = ::recv(socket_, bytes.data(), bytes.size(), 0);
  if (size < 0 && (errno == EAGAIN || errno == EINTR)) return {};
  if (size <= 0) return drop();
  pending_.append(bytes.data(), static_cast<std::size_t>(size));
  const std::size_t end = pending_.rfind('\n');
  if (end == std::string::npos)
    return pending_.size() > kLongestLine_bytes ? std::exchange(pending_, {}) : std::string();
  std::string whole = pending_.substr(0, end + 1);
  pending_.erase(0, end + 1);
  return whole;
}

}  // namespace nightjar
