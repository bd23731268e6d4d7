#include "alerts/publisher.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <zmq.hpp>

#include "alerts/alert_json.hpp"
#include "alerts/channel_socket.hpp"

namespace nightjar {
namespace {

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
  std::shared_ptr<KeyGate> gate;  ///< outlives the sockets
  zmq::context_t own_context{1};  ///< without a gate
  std::map<std::string, ChannelSocket> sockets;
};

Publisher::Publisher(PublisherOptions options)
    : options_(std::move(options)), wire_(std::make_unique<Wire>()) {
  wire_->gate = options_.gate;
  for (const LiveChannel& channel : options_.channels) bind(channel);
}

Publisher::~Publisher() = default;

void Publisher::bind(const LiveChannel& channel) {
  zmq::context_t& context = wire_->gate ? wire_->gate->context() : wire_->own_context;
  try {
    ChannelSocket socket(context,
                         {.channel = channel.name,
                          .kind = ChannelSocketKind::live,
                          .endpoint = channel.endpoint,
                          .high_water = options_.high_water,
                          .linger = options_.linger,
                          .largest_message = kLongestMessage},
                         wire_->gate);
    if (!wire_->sockets.emplace(channel.name, std::move(socket)).second)
      throw PublisherError("channel " + channel.name + ": is there twice");
  } catch (const ChannelSocketError& error) {
    throw PublisherError(error.what());
  }
}

zmq::socket_t* Publisher::socket_of(const std::string& channel) {
  const auto found = wire_->sockets.find(channel);
  if (found == wire_->sockets.end()) return nullptr;
  zmq::socket_t* const socket = found->second.socket();
  if (socket != nullptr) hear_subscriptions(*socket);
  return socket;
}

bool Publisher::publish(const ChainedEvent& event, const std::string& picture) {
  if (!wire_->sockets.contains(event.event.channel)) return false;
  const bool too_large = picture.size() > kLargestWirePicture;
  if (too_large) ++pictures_too_large_;
  const bool with_picture = !picture.empty() && !too_large;
  zmq::socket_t* const socket = socket_of(event.event.channel);
  if (socket == nullptr) return true;  // nobody is connected, everybody will ask for what was missed
  send(*socket, "alert", false);
  send(*socket, event.text, !with_picture);
  if (with_picture) send(*socket, picture, true);
  return true;
}

void Publisher::beat(const AlertBeat& beat) {
  zmq::socket_t* const socket = socket_of(beat.channel);
  if (socket == nullptr) return;
  send(*socket, "beat", false);
  send(*socket, to_json(beat), true);
}

void Publisher::look_at_keys() {
  for (auto& [channel, socket] : wire_->sockets) (void)socket.socket();
}

bool Publisher::guarded() const {
  return std::any_of(wire_->sockets.begin(), wire_->sockets.end(),
                     [](const auto& each) { return each.second.guarded(); });
}

std::string Publisher::endpoint_of(const std::string& channel) const {
  const auto found = wire_->sockets.find(channel);
  return found == wire_->sockets.end() ? std::string() : found->second.endpoint();
}

}  // namespace nightjar
