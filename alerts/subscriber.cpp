#include "alerts/subscriber.hpp"

#include <algorithm>
#include <utility>
#include <zmq.hpp>

#include "alerts/alert_json.hpp"
#include "alerts/endpoint.hpp"
#include "alerts/publisher.hpp"

namespace nightjar {
namespace {

constexpr int kMostAtOnce = 1000;  // messages of one endpoint before the others have their turn
constexpr std::size_t kMostParts = 3;

/// The parts of a waiting message; empty: none waits. Parts beyond the format's are read, but not kept.
std::vector<std::string> waiting_message(zmq::socket_t& socket) {
  std::vector<std::string> parts;
  zmq::message_t part;
  do {
    if (!socket.recv(part, zmq::recv_flags::dontwait)) return {};
    if (parts.size() <= kMostParts) parts.push_back(part.to_string());
  } while (part.more());
  return parts;
}

}  // namespace

struct Subscriber::Link {
  std::string endpoint;
  zmq::socket_t socket;
  Clock::time_point beat_at = Clock::now();
  bool live = false;
  bool told = false;  ///< a first LinkChange was given
};

struct Subscriber::Wire {
  zmq::context_t context{1};
  std::vector<Link> links;
};

Subscriber::Subscriber(SubscriberOptions options)
    : options_(std::move(options)), wire_(std::make_unique<Wire>()) {
  for (const std::string& endpoint : options_.endpoints) connect(endpoint);
}

Subscriber::~Subscriber() = default;

void Subscriber::connect(const std::string& endpoint) {
  if (const auto fault = connect_endpoint_fault(endpoint)) throw SubscriberError(*fault);
  Link link;
  link.endpoint = endpoint;
  link.socket = zmq::socket_t(wire_->context, zmq::socket_type::sub);
  link.socket.set(zmq::sockopt::rcvhwm, options_.high_water);
  link.socket.set(zmq::sockopt::linger, 0);
  link.socket.set(zmq::sockopt::maxmsgsize, std::int64_t{kLongestMessage});
  link.socket.set(zmq::sockopt::reconnect_ivl, 100);
  link.socket.set(zmq::sockopt::reconnect_ivl_max, 2000);
  link.socket.set(zmq::sockopt::ipv6, endpoint.find('[') != std::string::npos);
  link.socket.set(zmq::sockopt::subscribe, "");
  try {
    link.socket.connect(endpoint);
  } catch (const zmq::error_t& error) {
    throw SubscriberError("\"" + endpoint + "\" " + error.what());
  }
  wire_->links.push_back(std::move(link));
}

std::optional<Received> Subscriber::next(std::chrono::milliseconds wait) {
  if (ready_.empty()) {
    poll(wait);
    note_silence();
  }
  if (ready_.empty()) return std::nullopt;
  Received received = std::move(ready_.front());
  ready_.pop_front();
  return received;
}

void Subscriber::poll(std::chrono::milliseconds wait) {
  std::vector<zmq::pollitem_t> items;
  for (Link& link : wire_->links) items.push_back({link.socket.handle(), 0, ZMQ_POLLIN, 0});
  try {
    zmq::poll(items, wait);
    for (std::size_t i = 0; i < items.size(); ++i) {
      if ((items[i].revents & ZMQ_POLLIN) != 0) take_in(wire_->links[i]);
    }
  } catch (const zmq::error_t& error) {
    if (error.num() != EINTR) throw;
  }
}

void Subscriber::take_in(Link& link) {
  for (int i = 0; i < kMostAtOnce; ++i) {
    const std::vector<std::string> parts = waiting_message(link.socket);
    if (parts.empty()) return;
    take(link, parts);
  }
}

void Subscriber::take(Link& link, const std::vector<std::string>& parts) {
  if (parts.size() == 2 && parts[0] == "beat") {
    take_beat(link, parts[1]);
  } else if ((parts.size() == 2 || parts.size() == 3) && parts[0] == "alert") {
    take_alert(link, parts);
  } else {
    ++counts_.malformed;
  }
}

void Subscriber::take_alert(Link& link, const std::vector<std::string>& parts) {
  AlertReading reading = from_json(parts[1]);
  const bool large = parts.size() == 3 && parts[2].size() > kLargestWirePicture;
  if (!reading.event || large) {
    ++counts_.malformed;
    return;
  }
  if (reading.event->replay && !options_.replays) {
    ++counts_.replays_refused;
    return;
  }
  const AlertEvent& event = *reading.event;
  const SequenceWatch::Verdict verdict = sequence_.saw(link.endpoint, event.stream, event.channel, event.seq);
  if (verdict.place == SequenceWatch::Place::again) {
    ++counts_.doubles;
    return;
  }
  if (verdict.gap) ready_.emplace_back(*verdict.gap);
  ++counts_.alerts;
  ready_.emplace_back(ReceivedAlert{std::move(*reading.event), parts[1], parts.size() == 3 ? parts[2] : ""});
}

void Subscriber::take_beat(Link& link, const std::string& json) {
  const BeatReading reading = beat_from_json(json);
  if (!reading.beat) {
    ++counts_.malformed;
    return;
  }
  link.beat_at = Clock::now();
  if (!link.live) ready_.emplace_back(LinkChange{link.endpoint, true});
  link.live = link.told = true;
  const AlertBeat& beat = *reading.beat;
  if (const auto gap = sequence_.heard_of(link.endpoint, beat.stream, beat.channel, beat.seq))
    ready_.emplace_back(*gap);
  ready_.emplace_back(ReceivedBeat{beat, link.endpoint});
}

void Subscriber::note_silence() {
  const Clock::time_point now = Clock::now();
  for (Link& link : wire_->links) {
    if ((!link.live && link.told) || now - link.beat_at < options_.stale_after) continue;
    link.live = false;
    link.told = true;
    ready_.emplace_back(LinkChange{link.endpoint, false});
  }
}

}  // namespace nightjar
