#include "alerts/consumer_socket.hpp"

#include <utility>
#include <zmq.hpp>

#include "alerts/endpoint.hpp"
#include "alerts/subscriber.hpp"

namespace nightjar {
namespace {

constexpr std::size_t kMostParts = 3;

// A dead link is given up and tried anew, as TCP's own patience with one grows to minutes: so the link is
// used within seconds of its coming back. A page of 64 KiB at 64 kbit/s holds up the answer to a ping for 8
// s.
constexpr int kPing_ms = 5000;
constexpr int kPingPatience_ms = 20'000;
constexpr int kConnectPatience_ms = 3000;
constexpr int kReconnect_ms = 100;
constexpr int kSlowestReconnect_ms = 2000;

}  // namespace

ConsumerSocket::ConsumerSocket(zmq::context_t& context, ConsumerSocketKind kind,
                               ConsumerSocketOptions options)
    : endpoint_(std::move(options.endpoint)) {
  const Wiring wiring = options.login ? Wiring::encrypted : Wiring::plain;
  if (const auto fault = connect_endpoint_fault(endpoint_, wiring)) throw SubscriberError(*fault);
  const bool live = kind == ConsumerSocketKind::live;
  socket_ = std::make_unique<zmq::socket_t>(context, live ? zmq::socket_type::sub : zmq::socket_type::dealer);
  if (options.login) log_in(*socket_, *options.login);
  socket_->set(zmq::sockopt::linger, 0);
  socket_->set(zmq::sockopt::rcvhwm, options.high_water);
  socket_->set(zmq::sockopt::maxmsgsize, static_cast<std::int64_t>(options.longest));
  socket_->set(zmq::sockopt::reconnect_ivl, kReconnect_ms);
  socket_->set(zmq::sockopt::reconnect_ivl_max, kSlowestReconnect_ms);
  socket_->set(zmq::sockopt::connect_timeout, kConnectPatience_ms);
  socket_->set(zmq::sockopt::heartbeat_ivl, kPing_ms);
  socket_->set(zmq::sockopt::heartbeat_timeout, kPingPatience_ms);
  socket_->set(zmq::sockopt::ipv6, endpoint_.find('[') != std::string::npos);
  if (live) socket_->set(zmq::sockopt::subscribe, "");
  try {
    socket_->connect(endpoint_);
  } catch (const zmq::error_t& error) {
    throw SubscriberError("\"" + endpoint_ + "\" " + error.what());
  }
}

ConsumerSocket::~ConsumerSocket() = default;
ConsumerSocket::ConsumerSocket(ConsumerSocket&&) noexcept = default;

std::vector<std::string> ConsumerSocket::take() {
  std::vector<std::string> parts;
  zmq::message_t part;
  do {
    if (!socket_->recv(part, zmq::recv_flags::dontwait)) return {};
    if (parts.size() <= kMostParts) parts.push_back(part.to_string());
  } while (part.more());
  return parts;
}

void ConsumerSocket::send(std::string_view text) {
  (void)socket_->send(zmq::buffer(text), zmq::send_flags::dontwait);
}

void ConsumerSocket::renew() {
  try {
    socket_->disconnect(endpoint_);
    socket_->connect(endpoint_);
  } catch (const zmq::error_t&) {  // it was connected before: ZeroMQ itself is closing
    return;
  }
}

}  // namespace nightjar
