#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "alerts/alert.hpp"
#include "alerts/alert_beat.hpp"
#include "alerts/sequence_watch.hpp"

namespace nightjar {

/// An endpoint that nobody can listen to; `what()` is one line that names it.
class SubscriberError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct SubscriberOptions {
  std::vector<std::string> endpoints;           ///< live endpoints, any number
  std::chrono::milliseconds stale_after{3000};  ///< three heartbeats missed
  int high_water = 10'000;                      ///< messages kept for us before we miss some
  bool replays = false;                         ///< hand on events of a replay too
};

/// An event, once.
struct ReceivedAlert {
  AlertEvent event;
  std::string json;     ///< as it came: it may hold fields that this version does not know
  std::string picture;  ///< JPEG of the plate, at most 4 KiB; or empty
};

struct ReceivedBeat {
  AlertBeat beat;
  std::string endpoint;
};

/// Whether an endpoint beats. What is stale may have alerts that do not get through.
struct LinkChange {
  std::string endpoint;
  bool live = false;
};

using Received = std::variant<ReceivedAlert, ReceivedBeat, SequenceGap, LinkChange>;

/// What came that is not handed on.
struct SubscriberCounts {
  std::uint64_t alerts = 0;
  std::uint64_t doubles = 0;
  std::uint64_t malformed = 0;        ///< neither event nor beat of this format
  std::uint64_t replays_refused = 0;  ///< nobody must act on yesterday
};

/// Listens to live endpoints: yields each event once and in order, what the numbers show to be missing, and
/// whether the endpoints still beat. Everything that comes in is untrusted and checked.
/// Belongs to one thread. Reconnects by itself.
class Subscriber {
 public:
  /// Throws SubscriberError. That nobody publishes there yet is no error.
  explicit Subscriber(SubscriberOptions options);
  ~Subscriber();
  Subscriber(const Subscriber&) = delete;
  Subscriber& operator=(const Subscriber&) = delete;

  /// The next of anything; nullopt: nothing within the wait, or a signal interrupted it.
  std::optional<Received> next(std::chrono::milliseconds wait);

  [[nodiscard]] const SubscriberCounts& counts() const { return counts_; }

 private:
  struct Link;
  struct Wire;
  using Clock = std::chrono::steady_clock;

  void connect(const std::string& endpoint);
  void poll(std::chrono::milliseconds wait);
  void take_in(Link& link);
  void take(Link& link, const std::vector<std::string>& parts);
  void take_alert(Link& link, const std::vector<std::string>& parts);
  void take_beat(Link& link, const std::string& json);
  void note_silence();

  SubscriberOptions options_;
  SubscriberCounts counts_;
  SequenceWatch sequence_;
  std::deque<Received> ready_;
  std::unique_ptr<Wire> wire_;
};

}  // namespace nightjar
