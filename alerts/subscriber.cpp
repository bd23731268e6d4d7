#include "alerts/subscriber.hpp"

#include <algorithm>
#include <utility>
#include <zmq.hpp>

#include "alerts/alert_json.hpp"
#include "alerts/desk_request.hpp"
#include "alerts/endpoint.hpp"
#include "alerts/publisher.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;

constexpr int kMostAtOnce = 1000;  // messages of one endpoint before the others have their turn
constexpr std::size_t kMostParts = 3;
constexpr std::size_t kMostAnnounced = 256;  // before a wait for the disk

// A dead link is given up and tried anew, as TCP's own patience with one grows to minutes: so the link is
// used within seconds of its coming back. A page of 64 KiB at 64 kbit/s holds up the answer to a ping for 8
// s.
constexpr int kPing_ms = 5000;
constexpr int kPingPatience_ms = 20'000;
constexpr int kConnectPatience_ms = 3000;
constexpr int kReconnect_ms = 100;
constexpr int kSlowestReconnect_ms = 2000;

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

void make_ready(zmq::socket_t& socket, const std::string& endpoint, const std::optional<CurveLogin>& login,
                std::size_t longest) {
  const Wiring wiring = login ? Wiring::encrypted : Wiring::plain;
  if (const auto fault = connect_endpoint_fault(endpoint, wiring)) throw SubscriberError(*fault);
  if (login) log_in(socket, *login);
  socket.set(zmq::sockopt::linger, 0);
  socket.set(zmq::sockopt::maxmsgsize, static_cast<std::int64_t>(longest));
  socket.set(zmq::sockopt::reconnect_ivl, kReconnect_ms);
  socket.set(zmq::sockopt::reconnect_ivl_max, kSlowestReconnect_ms);
  socket.set(zmq::sockopt::connect_timeout, kConnectPatience_ms);
  socket.set(zmq::sockopt::heartbeat_ivl, kPing_ms);
  socket.set(zmq::sockopt::heartbeat_timeout, kPingPatience_ms);
  socket.set(zmq::sockopt::ipv6, endpoint.find('[') != std::string::npos);
}

void connect_to(zmq::socket_t& socket, const std::string& endpoint) {
  try {
    socket.connect(endpoint);
  } catch (const zmq::error_t& error) {
    throw SubscriberError("\"" + endpoint + "\" " + error.what());
  }
}

}  // namespace

struct Subscriber::Link {
  std::string endpoint;
  zmq::socket_t live;
  zmq::socket_t desk;                    ///< where the channel has one
  std::optional<CatchUp> catch_up = {};  ///< as above
  Clock::time_point beat_at = Clock::now();
  LinkState state = LinkState::stale;
  bool beats = false;
  bool told = false;  ///< a first LinkChange was given
};

struct Subscriber::Wire {
  zmq::context_t context{1};
  std::deque<Link> links;
};

Subscriber::Subscriber(SubscriberOptions options)
    : options_(std::move(options)),
      place_(options_.place),
      heads_(options_.place.empty() ? "" : options_.place.string() + ".heads"),
      wire_(std::make_unique<Wire>()) {
  for (const WatchedChannel& channel : options_.channels) connect(channel);
  for (const std::string& endpoint : options_.endpoints) {
    const auto login = options_.logins.find(endpoint);
    connect({endpoint, {}, login == options_.logins.end() ? std::nullopt : std::optional(login->second)});
  }
}

Subscriber::~Subscriber() {
  try {
    place_.done();
    if (ready_.empty()) {
      place_.save();
    } else {
      place_.end();
    }
  } catch (const PlaceError&) {  // what was written line by line stands
    return;
  }
}

void Subscriber::connect(const WatchedChannel& channel) {
  Link link{channel.live, zmq::socket_t(wire_->context, zmq::socket_type::sub), {}};
  make_ready(link.live, channel.live, channel.login, kLongestMessage);
  link.live.set(zmq::sockopt::rcvhwm, options_.high_water);
  link.live.set(zmq::sockopt::subscribe, "");
  connect_to(link.live, channel.live);
  if (!channel.desk.empty()) {
    link.desk = zmq::socket_t(wire_->context, zmq::socket_type::dealer);
    make_ready(link.desk, channel.desk, channel.login, kLongestPage);
    connect_to(link.desk, channel.desk);
    CatchUpOptions catching_up;
    catching_up.source = channel.desk;
    catching_up.since = options_.since;
    catching_up.pictures = options_.pictures;
    catching_up.person = options_.person;
    catching_up.reason = options_.reason;
    link.catch_up.emplace(std::move(catching_up), place_, ready_);
  }
  wire_->links.push_back(std::move(link));
}

std::optional<Received> Subscriber::next(std::chrono::milliseconds wait) {
  place_.done();
  if (ready_.empty()) {
    place_.keep(true);
    ask_desks();
    poll(wait);
    note_states();
    ask_desks();
  }
  if (ready_.empty()) return std::nullopt;
  hand_out(ready_.front());  // where its place cannot be kept, it stays the next
  Received received = std::move(ready_.front());
  ready_.pop_front();
  return received;
}

/// All that wait are announced together: one wait for the disk.
void Subscriber::announce() {
  std::vector<ConsumerPlace::Coming> coming;
  for (const Received& received : ready_)
    if (const auto* const alert = std::get_if<ReceivedAlert>(&received);
        alert != nullptr && coming.size() < kMostAnnounced)
      coming.push_back({alert->event.stream, alert->event.channel, alert->event.seq});
  place_.announce(coming);
}

void Subscriber::hand_out(Received& received) {
  if (auto* const alert = std::get_if<ReceivedAlert>(&received)) {
    const AlertEvent& event = alert->event;
    if (!place_.is_announced(event.stream, event.channel, event.seq)) announce();
    alert->perhaps_again = place_.begin(event.stream, event.channel, event.seq, sha256(alert->json));
    ++counts_.alerts;
  }
}

void Subscriber::ask_desks() {
  const Clock::time_point now = Clock::now();
  for (Link& link : wire_->links) {
    if (!link.catch_up || !link.beats) continue;
    if (const auto request = link.catch_up->request(now))
      (void)link.desk.send(zmq::buffer(*request), zmq::send_flags::dontwait);
  }
}

void Subscriber::poll(std::chrono::milliseconds wait) {
  std::vector<zmq::pollitem_t> items;
  std::vector<std::pair<Link*, bool>> whose;
  for (Link& link : wire_->links) {
    items.push_back({link.live.handle(), 0, ZMQ_POLLIN, 0});
    whose.emplace_back(&link, false);
    if (!link.catch_up) continue;
    items.push_back({link.desk.handle(), 0, ZMQ_POLLIN, 0});
    whose.emplace_back(&link, true);
  }
  try {
    zmq::poll(items, wait);
    for (std::size_t i = 0; i < items.size(); ++i) {
      if ((items[i].revents & ZMQ_POLLIN) == 0) continue;
      if (whose[i].second) {
        hear_desk(*whose[i].first);
      } else {
        take_in(*whose[i].first);
      }
    }
  } catch (const zmq::error_t& error) {
    if (error.num() != EINTR) throw;
  }
}

void Subscriber::hear_desk(Link& link) {
  for (int i = 0; i < kMostAtOnce; ++i) {
    const std::vector<std::string> parts = waiting_message(link.desk);
    if (parts.empty()) return;
    (void)link.catch_up->answer(parts.back(), Clock::now());  // late answers to what was given up are none
    if (link.beats && !link.catch_up->current()) link.beat_at = Clock::now();  // heartbeats wait behind it
  }
}

void Subscriber::take_in(Link& link) {
  for (int i = 0; i < kMostAtOnce; ++i) {
    const std::vector<std::string> parts = waiting_message(link.live);
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
  std::string picture = parts.size() == 3 ? parts[2] : "";
  if (link.catch_up) {
    (void)link.catch_up->live(std::move(*reading.event), parts[1], std::move(picture));
    return;
  }
  const AlertEvent& event = *reading.event;
  const SequenceWatch::Verdict verdict = sequence_.saw(link.endpoint, event.stream, event.channel, event.seq);
  if (verdict.place == SequenceWatch::Place::again) {
    ++counts_.doubles;
    return;
  }
  if (verdict.gap) ready_.emplace_back(*verdict.gap);
  ReceivedAlert received;
  received.event = std::move(*reading.event);
  received.json = parts[1];
  received.picture = std::move(picture);
  ready_.emplace_back(std::move(received));
}

void Subscriber::take_beat(Link& link, const std::string& json) {
  const BeatReading reading = beat_from_json(json);
  if (!reading.beat) {
    ++counts_.malformed;
    return;
  }
  link.beat_at = Clock::now();
  link.beats = true;
  const AlertBeat& beat = *reading.beat;
  heads_.note(beat, link.beat_at);
  if (link.catch_up) {
    link.catch_up->beat(beat);
  } else if (const auto gap = sequence_.heard_of(link.endpoint, beat.stream, beat.channel, beat.seq)) {
    ready_.emplace_back(*gap);
  }
  note_states();
  ready_.emplace_back(ReceivedBeat{beat, link.endpoint});
}

void Subscriber::note_states() {
  const Clock::time_point now = Clock::now();
  for (Link& link : wire_->links) {
    const bool silent = now - link.beat_at >= options_.stale_after;
    if (silent && link.beats && link.catch_up) link.catch_up->lost();
    if (silent) link.beats = false;
    if (!silent && !link.beats) continue;  // not known yet
    const LinkState state = silent                                       ? LinkState::stale
                            : link.catch_up && !link.catch_up->current() ? LinkState::catching_up
                                                                         : LinkState::live;
    if (link.told && state == link.state) continue;
    link.state = state;
    link.told = true;
    ready_.emplace_back(LinkChange{link.endpoint, state});
  }
}

SubscriberCounts Subscriber::counts() const {
  SubscriberCounts counts = counts_;
  for (const Link& link : wire_->links) {
    if (!link.catch_up) continue;
    counts.doubles += link.catch_up->doubles();
    counts.malformed += link.catch_up->malformed();
  }
  return counts;
}

std::string Subscriber::refusal() const {
  for (const Link& link : wire_->links)
    if (link.catch_up && !link.catch_up->refusal().empty()) return link.catch_up->refusal();
  return {};
}

}  // namespace nightjar
