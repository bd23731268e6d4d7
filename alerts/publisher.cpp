#include "alerts/publisher.hpp"

#include <map>
#include <utility>
#include <zmq.hpp>

#include "alerts/alert_json.hpp"
#include "alerts/endpoint.hpp"

namespace nightjar {
namespace {

constexpr int kHandshake_ms = 5000;

/// Takes in what consumers say (their subscriptions), which would otherwise pile up.
void hear_subscriptions(zmq::socket_t& socket) {
  zmq::message_t said;
  while (socket.recv(said, zmq::recv_flags::dontwait)) {
  }
}

void send(zmq::socket_t& socket, std::string_view part, bool last) {
  const auto flags = last ? zmq::send_flags::dontwait : zmq::send_flags::dontwait | zmq::send_flags::sndmore;
  (void)socket.send(zmq::buffer(part), flags);  // an XPUB leaves slow consumers out, it is never full itself
}

}  // namespace

struct Publisher::Wire {
  zmq::context_t context{1};
  std::map<std::string, zmq::socket_t> sockets;
};

Publisher::Publisher(PublisherOptions options)
    : options_(std::move(options)), wire_(std::make_unique<Wire>()) {
  for (const LiveChannel& channel : options_.channels) bind(channel);
}

Publisher::~Publisher() = default;

void Publisher::bind(const LiveChannel& channel) {
  if (const auto fault = live_endpoint_fault(channel.endpoint)) {
    throw PublisherError("channel " + channel.name + ": live: " + *fault);
  }
  zmq::socket_t socket(wire_->context, zmq::socket_type::xpub);
  socket.set(zmq::sockopt::sndhwm, options_.high_water);
  socket.set(zmq::sockopt::rcvhwm, options_.high_water);
  socket.set(zmq::sockopt::linger, static_cast<int>(options_.linger.count()));
  socket.set(zmq::sockopt::maxmsgsize, std::int64_t{kLongestMessage});
  socket.set(zmq::sockopt::handshake_ivl, kHandshake_ms);
  socket.set(zmq::sockopt::ipv6, channel.endpoint.find('[') != std::string::npos);
  try {
    socket.bind(channel.endpoint);
  } catch (const zmq::error_t& error) {
    const std::string why = error.num() == EADDRINUSE ? "is in use by another program" : error.what();
    throw PublisherError("channel " + channel.name + ": live: \"" + channel.endpoint + "\" " + why);
  }
  if (!wire_->sockets.emplace(channel.name, std::move(socket)).second) {
    throw PublisherError("channel " + channel.name + ": is there twice");
  }
}

bool Publisher::publish(const ChainedEvent& event, const std::string& picture) {
  const auto found = wire_->sockets.find(event.event.channel);
  if (found == wire_->sockets.end()) return false;
  zmq::socket_t& socket = found->second;
  hear_subscriptions(socket);
  const bool too_large = picture.size() > kLargestWirePicture;
  if (too_large) ++pictures_too_large_;
  const bool with_picture = !picture.empty() && !too_large;
  send(socket, "alert", false);
  send(socket, event.text, !with_picture);
  if (with_picture) send(socket, picture, true);
  return true;
}

void Publisher::beat(const AlertBeat& beat) {
  const auto found = wire_->sockets.find(beat.channel);
  if (found == wire_->sockets.end()) return;
  hear_subscriptions(found->second);
  send(found->second, "beat", false);
  send(found->second, to_json(beat), true);
}

std::string Publisher::endpoint_of(const std::string& channel) const {
  const auto found = wire_->sockets.find(channel);
  return found == wire_->sockets.end() ? std::string() : found->second.get(zmq::sockopt::last_endpoint);
}

}  // namespace nightjar
