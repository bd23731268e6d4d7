#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "alerts/consumer_place.hpp"
#include "alerts/picture_wishes.hpp"
#include "alerts/received.hpp"

namespace nightjar {

/// Brings the events of one channel, as they come live, in snapshots and as history, into one order for a
/// consumer: each once, older states of an alert marked as such, and every one held against the chain. What
/// it is given is untrusted. Belongs to one thread; place, wishes and `out` outlive it.
class EventMerge {
 public:
  /// `now` is the wall clock, for the age of what comes late.
  EventMerge(ConsumerPlace& place, std::deque<Received>& out, PictureLimit pictures,
             std::function<CaptureTime()> now);

  /// Whose events they are; before any.
  void serve(std::string channel) { channel_ = std::move(channel); }
  [[nodiscard]] const std::string& channel() const { return channel_; }

  /// False for a double.
  bool give(ReceivedAlert received);
  /// Of a desk's answer. False for what is none of the channel's events: it is to be passed over, so that it
  /// is not asked for again.
  bool give(const std::string& text, AlertOrigin origin, const std::string& stream, std::uint64_t seq);
  /// The items of a page of history of a stream.
  void give_history(const nlohmann::json& page, const std::string& stream);

  /// Heads below which something is still wanted begin no chain: the answers' own do.
  void note_head(const std::string& stream, std::uint64_t seq, const std::string& head);

  /// Pictures of what was given.
  [[nodiscard]] PictureWishes& wishes() { return wishes_; }

  void count_malformed() { ++malformed_; }
  [[nodiscard]] std::uint64_t doubles() const { return doubles_; }
  /// Items of answers that are no events of the channel.
  [[nodiscard]] std::uint64_t malformed() const { return malformed_; }

 private:
  std::uint32_t newest_revision(const AlertEvent& event);
  void note_had(const nlohmann::json& page, const std::string& stream);
  void chain(const std::string& stream, std::uint64_t seq, const Sha256& digest);

  ConsumerPlace& place_;
  std::deque<Received>& out_;
  PictureWishes wishes_;
  std::function<CaptureTime()> now_;
  std::string channel_;
  std::map<std::string, std::uint32_t> revisions_;  ///< newest given, by alert
  std::uint64_t doubles_ = 0, malformed_ = 0;
};

}  // namespace nightjar
