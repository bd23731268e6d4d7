#pragma once

#include <map>
#include <mutex>
#include <optional>

#include "ingest/frame_source.hpp"
#include "ingest/recording/recorded_frame.hpp"

namespace nightjar {

/// Gives pictures that are decoded again what the live run made of them. Any thread.
class RecordedRun {
 public:
  void add(const std::vector<RecordedFrame>& frames);

  /// The next picture came out of the decoder. The record of it, if the stages got it; whatever came before
  /// it in the live run is then accounted for.
  [[nodiscard]] std::optional<RecordedFrame> take(std::chrono::nanoseconds pts);

  /// No picture comes any more.
  void finish();

  [[nodiscard]] FrameCounts counts() const;

  /// Frames that the stages got live and that did not come out again.
  [[nodiscard]] std::uint64_t missing() const;

 private:
  void account(const RecordedFrame& frame);
  void account_before(std::uint64_t sequence);

  mutable std::mutex lock_;                                             // over all that follows
  std::map<std::uint64_t, RecordedFrame> frames_;                       // by sequence: still to come
  std::multimap<std::chrono::nanoseconds, std::uint64_t> sequence_at_;  // by pts
  FrameCounts counts_;
  std::uint64_t missing_ = 0;
};

}  // namespace nightjar
