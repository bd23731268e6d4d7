#include "ingest/telemetry/telemetry_socket.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <utility>

#include "ingest/closed_by.hpp"

namespace nightjar {
namespace {

using Steady = std::chrono::steady_clock;
using AddressList = std::unique_ptr<addrinfo, ClosedBy<freeaddrinfo>>;

[[noreturn]] void refuse(const std::string& address, const std::string& why) {
  throw std::runtime_error(address + ": " + why);
}

/// HOST and PORT of `udp://HOST:PORT`; an IPv6 host stands in brackets, an empty one means all.
AddressList resolve(const std::string& address) {
  constexpr std::string_view kScheme = "udp://";
  const std::size_t colon = address.rfind(':');
  if (address.rfind(kScheme, 0) != 0 || colon < kScheme.size()) refuse(address, "expected udp://HOST:PORT");
  std::string host = address.substr(kScheme.size(), colon - kScheme.size());
  if (host.size() >= 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_DGRAM;
  wanted.ai_family = host.empty() ? AF_INET : AF_UNSPEC;
  wanted.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int failed =
      getaddrinfo(host.empty() ? nullptr : host.c_str(), address.substr(colon + 1).c_str(), &wanted, &found);
  if (failed != 0) refuse(address, gai_strerror(failed));
  return AddressList(found);
}

void join_group(int socket, const addrinfo& place) {
  if (place.ai_family != AF_INET) return;
  sockaddr_in group{};
  std::memcpy(&group, place.ai_addr, sizeof group);
  if (IN_MULTICAST(ntohl(group.sin_addr.s_addr)) == 0) return;
  ip_mreq wish{};
  wish.imr_multiaddr = group.sin_addr;
  setsockopt(socket, IPPROTO_IP, IP_ADD_MEMBERSHIP, &wish, sizeof wish);
}

int port_of(int socket) {
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  if (getsockname(socket, reinterpret_cast<sockaddr*>(&bound), &size) != 0) return 0;
  sockaddr_in v4{};
  sockaddr_in6 v6{};
  if (bound.ss_family == AF_INET6) {
    std::memcpy(&v6, &bound, sizeof v6);
    return ntohs(v6.sin6_port);
  }
  std::memcpy(&v4, &bound, sizeof v4);
  return ntohs(v4.sin_port);
}

}  // namespace

TelemetrySocket::TelemetrySocket(const std::string& address, TelemetrySocketOptions options)
    : name_(address), options_(std::move(options)), track_(options_.track) {
  if (address.rfind("tcp://", 0) == 0) {
    link_ = std::make_unique<TelemetryLink>(address);
    thread_ = std::jthread([this](const std::stop_token& stop) { follow_link(stop); });
    return;
  }
  open_port(address);
  thread_ = std::jthread([this](const std::stop_token& stop) { listen(stop); });
}

void TelemetrySocket::open_port(const std::string& address) {
  const AddressList place = resolve(address);
  socket_ = ::socket(place->ai_family, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (socket_ < 0 || ::bind(socket_, place->ai_addr, place->ai_addrlen) != 0) {
    const std::string why = std::strerror(errno);
    if (socket_ >= 0) ::close(socket_);
    refuse(address, "cannot listen for telemetry: " + why);
  }
  join_group(socket_, *place);
  port_ = port_of(socket_);
}

TelemetrySocket::~TelemetrySocket() {
  thread_.request_stop();
  thread_.join();
  if (socket_ >= 0) ::close(socket_);
}

void TelemetrySocket::follow_link(const std::stop_token& stop) {
  constexpr std::chrono::milliseconds kLookForStopEvery{100};
  while (!stop.stop_requested()) {
    const std::string lines = link_->lines(kLookForStopEvery);
    if (!lines.empty()) take(lines);
  }
}

void TelemetrySocket::listen(const std::stop_token& stop) {
  constexpr int kLookForStopEvery_ms = 100;
  constexpr std::size_t kLargestDatagram_bytes = 65536;
  const auto datagram = std::make_unique<std::array<char, kLargestDatagram_bytes>>();
  pollfd ready{socket_, POLLIN, 0};
  while (!stop.stop_requested()) {
    if (::poll(&ready, 1, kLookForStopEvery_ms) <= 0) continue;
    const ssize_t size = ::recv(socket_, datagram->data(), datagram->size(), 0);
    if (size > 0) take({datagram->data(), static_cast<std::size_t>(size)});
  }
}

void TelemetrySocket::take(std::string_view datagram) {
  TelemetryParser parser;
  std::vector<Telemetry> records;
  while (!datagram.empty()) {
    const std::size_t end = std::min(datagram.find('\n'), datagram.size());
    const std::string_view line = datagram.substr(0, end);
    datagram.remove_prefix(std::min(end + 1, datagram.size()));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    if (options_.heard) options_.heard(line);
    if (const auto record = parser.parse(line, name_)) records.push_back(record->telemetry);
  }
  {
    const std::scoped_lock held(lock_);
    for (const Telemetry& record : records) track_.add(record);
    if (!records.empty()) heard_at_ = Steady::now();
    if (!parser.errors().empty() && bad_lines_ == 0) complaint_ = parser.errors().front();
    bad_lines_ += parser.errors().size();
  }
  came_.notify_all();
}

std::optional<Telemetry> TelemetrySocket::at(CaptureTime time) const {
  std::unique_lock held(lock_);
  const auto has_later = [&] { return !track_.empty() && *track_.newest() >= time; };
  const bool alive = heard_at_ && Steady::now() - *heard_at_ <= options_.alive_for;
  // Records keep time: one that is further off than the longest wait does not come within it.
  if (!has_later() && alive && time - *track_.newest() <= options_.longest_wait) {
    came_.wait_for(held, options_.longest_wait, has_later);
  }
  return track_.at(time);
}

std::uint64_t TelemetrySocket::bad_lines() const {
  const std::scoped_lock held(lock_);
  return bad_lines_;
}

std::optional<std::string> TelemetrySocket::take_complaint() {
  const std::scoped_lock held(lock_);
  return std::exchange(complaint_, std::nullopt);
}

}  // namespace nightjar
