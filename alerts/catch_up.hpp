#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/consumer_place.hpp"
#include "alerts/desk_question.hpp"
#include "alerts/event_merge.hpp"
#include "alerts/received.hpp"

namespace nightjar {

/// A number of a stream.
struct StreamSeq {
  std::string stream;
  std::uint64_t seq = 0;
};

struct CatchUpOptions {
  std::string source;  ///< the desk, under which its stream is remembered
  /// What is behind this is wanted, where no place says otherwise.
  std::optional<StreamSeq> since;
  PictureLimit pictures;
  std::string person;  ///< who opens pictures
  std::string reason;  ///< why; may be empty
  /// The wall clock, for the age of what comes late.
  std::function<CaptureTime()> now = [] {
    return std::chrono::time_point_cast<CaptureTime::duration>(std::chrono::system_clock::now());
  };
};

/// Brings a consumer of one channel up to date through its desk: what to ask next, and what the answers mean.
/// First the snapshot, then what was missed, then pictures; live events are merged by their numbers. Knows no
/// socket. What it is given is untrusted. Belongs to one thread; the place and `out` outlive it.
class CatchUp {
 public:
  using Clock = std::chrono::steady_clock;

  CatchUp(CatchUpOptions options, ConsumerPlace& place, std::deque<Received>& out);

  void beat(const AlertBeat& beat);
  /// False for a double.
  bool live(AlertEvent event, std::string text, std::string picture);
  /// The link is dead: what was asked will not be answered, and much may be missed.
  void lost();

  /// What to ask the desk now, if anything.
  [[nodiscard]] std::optional<std::string> request(Clock::time_point now);
  /// A page came. False where it is none, or of no request of ours.
  bool answer(std::string_view text, Clock::time_point now);

  /// All that the worker has told is here.
  [[nodiscard]] bool current() const;
  /// Why the desk refuses; empty: it does not.
  [[nodiscard]] const std::string& refusal() const { return question_.refusal(); }
  [[nodiscard]] std::uint64_t doubles() const { return merge_.doubles(); }
  /// Items of answers that are no events of the channel.
  [[nodiscard]] std::uint64_t malformed() const { return merge_.malformed(); }

 private:
  enum class Asked { nothing, snapshot, since, picture };

  void heard_of(const std::string& stream, const std::string& named, std::uint64_t seq);
  void go_to(const std::string& stream);
  void take_snapshot(const nlohmann::json& page);
  void take_since(const nlohmann::json& page, Clock::time_point now);
  void take_picture(const nlohmann::json& page, Clock::time_point now);
  [[nodiscard]] const std::string& channel() const { return merge_.channel(); }
  [[nodiscard]] std::uint64_t whole() const;
  void name_asker(nlohmann::ordered_json& request) const;
  [[nodiscard]] std::string ask(Asked what, nlohmann::ordered_json request, Clock::time_point now);

  CatchUpOptions options_;
  ConsumerPlace& place_;
  std::deque<Received>& out_;
  EventMerge merge_;  ///< its channel is empty until something was heard
  DeskQuestion question_;
  Asked asked_ = Asked::nothing;

  std::string stream_;  ///< that the worker writes now
  std::uint64_t newest_ = 0;
  std::string walked_;  ///< whose events are asked for: an older one, until all of it is told
  std::size_t steps_ = 0;

  bool wants_snapshot_ = true;
  std::string after_;
  StreamSeq stands_;  ///< the snapshot
  std::string stands_head_;
  std::vector<std::string> open_;
};

}  // namespace nightjar
