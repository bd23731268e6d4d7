#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "alerts/catch_up.hpp"
#include "alerts/consumer_place.hpp"
#include "alerts/curve_login.hpp"
#include "alerts/head_log.hpp"
#include "alerts/received.hpp"
#include "alerts/sequence_watch.hpp"

namespace nightjar {

/// An endpoint that nobody can listen to; `what()` is one line that names it.
class SubscriberError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A channel of a worker.
struct WatchedChannel {
  std::string live;
  std::string desk;
  std::optional<CurveLogin> login = {};  ///< where it is encrypted
};

struct SubscriberOptions {
  /// With their desks: every event once, also those that came while nobody listened.
  std::vector<WatchedChannel> channels;
  /// Live endpoints that are only listened to: what is missed is told, and lost.
  std::vector<std::string> endpoints;
  std::map<std::string, CurveLogin> logins;  ///< by endpoint, of those that are encrypted
  /// Where this consumer's place is kept, and beside it, in FILE.heads, heads of the chains; empty: it begins
  /// with what is open now.
  std::filesystem::path place;
  PlaceDisk place_disk = PlaceDisk::has_room;
  /// Without a place: what is behind this is wanted too.
  std::optional<StreamSeq> since;
  PictureLimit pictures;                        ///< of evidence; the small ones come with the events
  std::string person;                           ///< who opens them
  std::string reason;                           ///< why; needed on restricted channels and of what is over
  std::chrono::milliseconds stale_after{3000};  ///< three heartbeats missed
  int high_water = 10'000;                      ///< messages kept for us before we miss some
  bool replays = false;                         ///< hand on events of a replay too
};

/// What came that is not handed on.
struct SubscriberCounts {
  std::uint64_t alerts = 0;
  std::uint64_t doubles = 0;
  std::uint64_t malformed = 0;        ///< neither event, beat nor answer of this format
  std::uint64_t replays_refused = 0;  ///< nobody must act on yesterday
};

/// Yields each event of channels once: what is open now, what was missed, and what comes, also over restarts
/// of either side; and says whether it is up to date, still catching up, or the link is silent. Per alert the
/// order is kept; after an outage the newest state comes first, by priority, and what led to it is marked as
/// superseded. Everything that comes in is untrusted and checked, also against the chain of digests.
///
///   Subscriber subscriber({.channels = {{live, desk}}, .place = "room.place"});
///   while (true)
///     if (const auto received = subscriber.next(200ms))
///       if (const auto* alert = std::get_if<ReceivedAlert>(&*received)) show(*alert);
///
/// Belongs to one thread. Reconnects by itself.
class Subscriber {
 public:
  /// Throws SubscriberError, PlaceError. That nobody publishes there yet is no error.
  explicit Subscriber(SubscriberOptions options);
  ~Subscriber();
  Subscriber(const Subscriber&) = delete;
  Subscriber& operator=(const Subscriber&) = delete;

  /// The next of anything; nullopt: nothing within the wait, or a signal interrupted it. What was handed out
  /// before counts as dealt with, and will not come again. Throws PlaceError where that cannot be kept.
  std::optional<Received> next(std::chrono::milliseconds wait);

  [[nodiscard]] SubscriberCounts counts() const;

  /// The place's disk is full, and the place is not written until it has room; alerts go on.
  [[nodiscard]] bool place_lags() const { return place_.lags(); }

  /// Why a desk refuses to tell; empty: none does.
  [[nodiscard]] std::string refusal() const;

 private:
  struct Link;
  struct Wire;
  using Clock = std::chrono::steady_clock;

  void connect(const WatchedChannel& channel);
  void poll(std::chrono::milliseconds wait);
  void ask_desks();
  void hear_desk(Link& link);
  void take_in(Link& link);
  void take(Link& link, const std::vector<std::string>& parts);
  void take_alert(Link& link, const std::vector<std::string>& parts);
  void take_beat(Link& link, const std::string& json);
  void note_states();
  void announce();
  static void renew(Link& link, Clock::time_point now);
  void hand_out(Received& received);

  SubscriberOptions options_;
  SubscriberCounts counts_;
  SequenceWatch sequence_;
  ConsumerPlace place_;
  HeadLog heads_;
  std::deque<Received> ready_;
  std::unique_ptr<Wire> wire_;
};

}  // namespace nightjar
