#include "alerts/channel_socket.hpp"

#include <spdlog/spdlog.h>

#include <cerrno>
#include <thread>
#include <utility>
#include <zmq.hpp>

#include "alerts/endpoint.hpp"

namespace nightjar {
namespace {

constexpr int kHandshake_ms = 5000;
constexpr int kTries = 5;  // to bind again, before others have their turn
constexpr std::chrono::milliseconds kBetweenTries{1};

std::string words_of(const ChannelSocketOptions& options) {
  return "channel " + options.channel + (options.kind == ChannelSocketKind::live ? ": live: " : ": desk: ");
}

}  // namespace

ChannelSocket::ChannelSocket(zmq::context_t& context, ChannelSocketOptions options,
                             std::shared_ptr<KeyGate> gate)
    : context_(&context), options_(std::move(options)), gate_(std::move(gate)) {
  guarded_ = gate_ != nullptr && gate_->guards(options_.channel);
  const Wiring wiring = guarded_ ? Wiring::encrypted : Wiring::plain;
  if (const auto fault = live_endpoint_fault(options_.endpoint, wiring))
    throw ChannelSocketError(words_of(options_) + *fault);
  open();
  try {
    socket_->bind(options_.endpoint);
  } catch (const zmq::error_t& error) {
    const std::string why = error.num() == EADDRINUSE ? "is in use by another program" : error.what();
    throw ChannelSocketError(words_of(options_) + "\"" + options_.endpoint + "\" " + why);
  }
  bound_ = true;
  options_.endpoint = socket_->get(zmq::sockopt::last_endpoint);
}

ChannelSocket::~ChannelSocket() = default;
ChannelSocket::ChannelSocket(ChannelSocket&&) noexcept = default;

void ChannelSocket::open() {
  const bool live = options_.kind == ChannelSocketKind::live;
  if (guarded_) edition_ = gate_->edition(options_.channel);  // before anybody is let in
  socket_ =
      std::make_unique<zmq::socket_t>(*context_, live ? zmq::socket_type::xpub : zmq::socket_type::router);
  socket_->set(zmq::sockopt::sndhwm, options_.high_water);
  socket_->set(zmq::sockopt::rcvhwm, options_.high_water);
  socket_->set(zmq::sockopt::linger, static_cast<int>(options_.linger.count()));
  socket_->set(zmq::sockopt::maxmsgsize, static_cast<std::int64_t>(options_.largest_message));
  socket_->set(zmq::sockopt::handshake_ivl, kHandshake_ms);
  socket_->set(zmq::sockopt::ipv6, options_.endpoint.find('[') != std::string::npos);
  if (!guarded_) return;
  socket_->set(zmq::sockopt::affinity,
               std::uint64_t{live ? 1U : 2U});  // whoever bothers a desk does not slow the stream
  gate_->guard(*socket_, options_.channel);
}

zmq::socket_t* ChannelSocket::socket() {
  if (guarded_ && gate_->edition(options_.channel) != edition_) {
    socket_->set(zmq::sockopt::linger, 0);  // nothing more to anybody whose key it was
    open();
    bound_ = false;
    spdlog::info("{}closed for all and opened again, as a key was revoked", words_of(options_));
  }
  if (!bound_) bound_ = bind();
  return bound_ ? socket_.get() : nullptr;
}

/// ZeroMQ gives a closed socket's port back a moment later.
bool ChannelSocket::bind() {
  for (int i = 0; i < kTries; ++i) {
    try {
      socket_->bind(options_.endpoint);
      told_ = false;
      return true;
    } catch (const zmq::error_t& error) {
      if (error.num() != EADDRINUSE && !std::exchange(told_, true))
        spdlog::error("{}\"{}\" {}", words_of(options_), options_.endpoint, error.what());
    }
    std::this_thread::sleep_for(kBetweenTries);
  }
  return false;
}

}  // namespace nightjar
