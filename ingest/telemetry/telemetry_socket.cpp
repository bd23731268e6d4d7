#include "ingest/telemetry/telemetry_socket.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <utility>

#include "ingest/closed_by.hpp"
#include "ingest/telemetry/misb_klv.hpp"
#include "ingest/utc_time.hpp"

namespace nightjar {
namespace {

using Steady = std::chrono::steady_clock;
using AddressList = std::unique_ptr<addrinfo, ClosedBy<freeaddrinfo>>;

[[noreturn]] void refuse(const std::string& address, const std::string& why) {
  throw std::runtime_error(address + ": " + why);
}

bool is_rtp(const std::string& address) {
  return address.rfind("rtp://", 0) == 0;
}

/// HOST and PORT of `udp://HOST:PORT`; an IPv6 host stands in brackets, an empty one means all.
AddressList resolve(const std::string& address) {
  constexpr std::string_view kScheme = "udp://";  // rtp:// is as long
  const std::size_t colon = address.rfind(':');
  const bool known = address.rfind(kScheme, 0) == 0 || is_rtp(address);
  if (!known || colon < kScheme.size()) refuse(address, "expected udp://HOST:PORT or rtp://HOST:PORT");
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

std::optional<in_addr> group_at(const addrinfo& place) {
  if (place.ai_family != AF_INET) return std::nullopt;
  sockaddr_in group{};
  std::memcpy(&group, place.ai_addr, sizeof group);
  if (IN_MULTICAST(ntohl(group.sin_addr.s_addr)) == 0) return std::nullopt;
  return group.sin_addr;
}

/// Others of this machine may listen to a group at the same port, such as the feed that shows its pictures.
void share_port(int socket) {
  const int yes = 1;
  setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
}

void join_group(int socket, const in_addr& group) {
  ip_mreq wish{};
  wish.imr_multiaddr = group;
  setsockopt(socket, IPPROTO_IP, IP_ADD_MEMBERSHIP, &wish, sizeof wish);
}

bool is_klv(std::span<const std::uint8_t> datagram) {
  constexpr std::size_t kOfAnySet = 4;
  return datagram.size() >= kOfAnySet &&
         std::equal(kMisbLabel.begin(), kMisbLabel.begin() + kOfAnySet, datagram.begin());
}

bool is_transport(std::span<const std::uint8_t> datagram) {
  constexpr std::uint8_t kSync = 0x47;
  return datagram.size() % kTsPacket_bytes == 0 && datagram[0] == kSync;
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
    : name_(address), rtp_(is_rtp(address)), options_(std::move(options)), track_(options_.track) {
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
  const auto group = group_at(*place);
  if (socket_ >= 0 && group) share_port(socket_);
  if (socket_ < 0 || ::bind(socket_, place->ai_addr, place->ai_addrlen) != 0) {
    const std::string why = std::strerror(errno);
    if (socket_ >= 0) ::close(socket_);
    refuse(address, "cannot listen for telemetry: " + why);
  }
  if (group) join_group(socket_, *group);
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
    if (!lines.empty()) take_lines(lines);
  }
}

void TelemetrySocket::listen(const std::stop_token& stop) {
  constexpr int kLookForStopEvery_ms = 100;
  constexpr std::size_t kLargestDatagram_bytes = 65536;
  const auto datagram = std::make_unique<std::array<std::uint8_t, kLargestDatagram_bytes>>();
  pollfd ready{socket_, POLLIN, 0};
  while (!stop.stop_requested()) {
    if (::poll(&ready, 1, kLookForStopEvery_ms) <= 0) continue;
    const ssize_t size = ::recv(socket_, datagram->data(), datagram->size(), 0);
    if (size > 0) take_datagram({datagram->data(), static_cast<std::size_t>(size)});
  }
}

void TelemetrySocket::take_datagram(std::span<const std::uint8_t> datagram) {
  Heard heard;
  if (rtp_) {
    const std::uint64_t bad_before = rtp_units_.lost_units() + rtp_units_.strange();
    if (const auto unit = rtp_units_.take(datagram)) take_klv(*unit, heard);
    heard.unusable += rtp_units_.lost_units() + rtp_units_.strange() - bad_before;
    if (rtp_units_.strange() > 0) heard.first_fault = "a datagram that is no RTP";
  } else if (is_klv(datagram)) {
    take_klv(datagram, heard);
  } else if (is_transport(datagram)) {
    transport_.take(datagram);
    while (const auto unit = transport_.next()) take_klv(unit->bytes, heard);
  } else {
    take_lines({reinterpret_cast<const char*>(datagram.data()), datagram.size()});
    return;
  }
  take(heard);
}

void TelemetrySocket::take_klv(std::span<const std::uint8_t> unit, Heard& heard) {
  try {
    if (!klv_) klv_ = std::make_unique<LiveKlv>();
  } catch (const std::runtime_error& error) {  // no geoid here
    ++heard.unusable;
    heard.first_fault = error.what();
    return;
  }
  const LiveKlv::Taken taken = klv_->take(unit);
  if (taken.went_back) {
    heard.records.clear();
    heard.went_back = true;
  }
  heard.records.insert(heard.records.end(), taken.records.begin(), taken.records.end());
  heard.unusable += taken.unusable;
  if (taken.unusable > 0) heard.first_fault = "a packet of KLV that is damaged or states no time";
  if (!options_.heard) return;
  for (const Telemetry& record : taken.records) options_.heard(telemetry_json(record));
}

void TelemetrySocket::take_lines(std::string_view lines) {
  TelemetryParser parser;
  Heard heard;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    if (options_.heard) options_.heard(line);
    if (const auto record = parser.parse(line, name_)) heard.records.push_back(record->telemetry);
  }
  heard.unusable = parser.errors().size();
  if (!parser.errors().empty()) heard.first_fault = parser.errors().front();
  take(heard);
}

void TelemetrySocket::take(const Heard& heard) {
  {
    const std::scoped_lock held(lock_);
    if (heard.went_back) track_ = TelemetryTrack(options_.track);
    for (const Telemetry& record : heard.records) track_.add(record);
    if (!heard.records.empty()) {
      counts_.heard_at = Steady::now();
      rate_.add(*counts_.heard_at, heard.records.size());
      counts_.records += heard.records.size();
    }
    if (!heard.first_fault.empty() && counts_.unusable == 0)
      complaints_.push_back(heard.first_fault.rfind(name_, 0) == 0 ? heard.first_fault
                                                                   : name_ + ": " + heard.first_fault);
    counts_.unusable += heard.unusable;
    while (const auto news = klv_ ? klv_->take_news() : std::nullopt)
      complaints_.push_back(name_ + ": " + *news);
  }
  came_.notify_all();
}

std::optional<Telemetry> TelemetrySocket::at(CaptureTime time) const {
  std::unique_lock held(lock_);
  const auto has_later = [&] { return !track_.empty() && *track_.newest() >= time; };
  const bool alive = counts_.heard_at && Steady::now() - *counts_.heard_at <= options_.alive_for;
  // Records keep time: one that is further off than the longest wait does not come within it.
  if (!has_later() && alive && !track_.empty() && time - *track_.newest() <= options_.longest_wait) {
    came_.wait_for(held, options_.longest_wait, has_later);
  }
  return track_.at(time);
}

TelemetryCounts TelemetrySocket::counts() const {
  const std::scoped_lock held(lock_);
  TelemetryCounts counts = counts_;
  counts.rate_hz = rate_.rate_hz(Steady::now());
  return counts;
}

std::string TelemetrySocket::why_none_at(CaptureTime time) const {
  const std::scoped_lock held(lock_);
  const auto in_s = [](auto span) { return std::chrono::duration<double>(span).count(); };
  if (!counts_.heard_at || track_.empty()) return ", and none ever came";
  const double age_s = in_s(Steady::now() - *counts_.heard_at);
  if (age_s > in_s(options_.alive_for)) return fmt::format(", and the newest came {:.1f} s ago", age_s);
  const double apart_s = in_s(*track_.newest() - time);
  return fmt::format(", though records come: the newest is of {}, {:+.1f} s from the pictures",
                     format_utc(*track_.newest()), apart_s);
}

std::optional<std::string> TelemetrySocket::take_complaint() {
  const std::scoped_lock held(lock_);
  if (complaints_.empty()) return std::nullopt;
  std::string complaint = std::move(complaints_.front());
  complaints_.pop_front();
  return complaint;
}

}  // namespace nightjar
