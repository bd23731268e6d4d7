#include "alerts/subscriber.hpp"

#include <algorithm>
#include <utility>
#include <zmq.hpp>

#include "alerts/alert_json.hpp"
#include "alerts/consumer_socket.hpp"
#include "alerts/desk_request.hpp"
#include "alerts/publisher.hpp"

namespace nightjar {
namespace {

using namespace std::chrono_literals;

constexpr int kMostAtOnce = 1000;            // messages of one endpoint before the others have their turn
constexpr std::size_t kMostAnnounced = 256;  // before a wait for the disk
constexpr auto kBetweenRenewals = 10s;  // while nothing is heard: a connection over a slow link takes seconds

}  // namespace

struct Subscriber::Link {
  std::string endpoint;
  ConsumerSocket live;
  std::optional<ConsumerSocket> desk = {};  ///< where the channel has one
  std::optional<CatchUp> catch_up = {};     ///< as above
  Clock::time_point beat_at = Clock::now();
  Clock::time_point heard_at = Clock::now();  ///< anything
  Clock::time_point renewed_at = {};
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
      place_(options_.place, ConsumerPlace::this_boot(), options_.place_disk),
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
  Link link{channel.live,
            {wire_->context,
             ConsumerSocketKind::live,
             {channel.live, channel.login, kLongestMessage, options_.high_water}}};
  if (!channel.desk.empty()) {
    link.desk.emplace(wire_->context, ConsumerSocketKind::desk,
                      ConsumerSocketOptions{channel.desk, channel.login, kLongestPage});
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
    alert->perhaps_again = place_.begin(event.stream, event.channel, event.seq, sha256(alert->json),
                                        {event.alert, event.revision});
    ++counts_.alerts;
  }
}

void Subscriber::ask_desks() {
  const Clock::time_point now = Clock::now();
  for (Link& link : wire_->links) {
    if (!link.catch_up || !link.beats) continue;
    if (const auto request = link.catch_up->request(now)) link.desk->send(*request);
  }
}

void Subscriber::poll(std::chrono::milliseconds wait) {
  std::vector<zmq::pollitem_t> items;
  std::vector<std::pair<Link*, bool>> whose;
  for (Link& link : wire_->links) {
    items.push_back({link.live.socket().handle(), 0, ZMQ_POLLIN, 0});
    whose.emplace_back(&link, false);
    if (!link.catch_up) continue;
    items.push_back({link.desk->socket().handle(), 0, ZMQ_POLLIN, 0});
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
    const std::vector<std::string> parts = link.desk->take();
    if (parts.empty()) return;
    link.heard_at = Clock::now();
    (void)link.catch_up->answer(parts.back(), Clock::now());  // late answers to what was given up are none
    if (link.beats && !link.catch_up->current()) link.beat_at = Clock::now();  // heartbeats wait behind it
  }
}

void Subscriber::take_in(Link& link) {
  for (int i = 0; i < kMostAtOnce; ++i) {
    const std::vector<std::string> parts = link.live.take();
    if (parts.empty()) return;
    link.heard_at = Clock::now();
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
    if (link.catch_up && now - link.heard_at >= options_.stale_after) renew(link, now);
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

/// What a worker has sent into a link that was cut lies before the desk's short answers when it is back, and
/// would take as long as all of it takes. The desk tells it again.
void Subscriber::renew(Link& link, Clock::time_point now) {
  if (link.renewed_at > link.heard_at && now - link.renewed_at < kBetweenRenewals) return;
  link.renewed_at = now;
  link.live.renew();
  link.desk->renew();
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
