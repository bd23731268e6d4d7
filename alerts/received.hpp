#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "alerts/alert.hpp"
#include "alerts/alert_beat.hpp"
#include "alerts/sequence_watch.hpp"

namespace nightjar {

/// How an event came.
enum class AlertOrigin {
  live,
  snapshot,  ///< as the newest state of what is open
  history,   ///< as one that was missed
};

/// An event, once.
struct ReceivedAlert {
  AlertEvent event;
  std::string json;     ///< as it was sent: it may hold fields that this version does not know
  std::string picture;  ///< JPEG of the plate, at most 4 KiB; or empty
  AlertOrigin origin = AlertOrigin::live;
  std::optional<double> age_s;  ///< since it was published, of one that did not come live
  bool superseded = false;      ///< a newer state of the alert has come already
  bool perhaps_again = false;   ///< it was being dealt with when this consumer ended
};

struct ReceivedBeat {
  AlertBeat beat;
  std::string endpoint;
};

/// A picture that alerts show, whole and held against its digest.
struct ReceivedPicture {
  std::string alert;  ///< the first that showed it
  std::string name;   ///< plate, frame, contact
  std::string sha256;
  std::string jpeg;
};

/// All that is open on a channel has been told. What a consumer holds for open and is not in here is no more.
struct SnapshotTaken {
  std::string endpoint;
  std::string stream, channel;
  std::uint64_t seq = 0;  ///< at which it stands
  std::vector<std::string> open;
};

/// A worker has begun another stream: its journal was set aside, or its disk had refused events to the end.
struct StreamChange {
  std::string endpoint;
  std::string channel;
  std::string before, now;
  bool gone = false;  ///< the worker has no more of the stream before: what was missed of it is lost
};

/// What came is not what was journalled: something was changed, left out or put in before this event.
struct ChainBreak {
  std::string stream, channel;
  std::uint64_t seq = 0;
};

enum class LinkState {
  stale,        ///< no heartbeats: alerts may not get through
  catching_up,  ///< alerts come, but not all that went before is there
  live,
};

struct LinkChange {
  std::string endpoint;
  LinkState state = LinkState::stale;
};

using Received = std::variant<ReceivedAlert, ReceivedBeat, ReceivedPicture, SnapshotTaken, SequenceGap,
                              StreamChange, ChainBreak, LinkChange>;

}  // namespace nightjar
