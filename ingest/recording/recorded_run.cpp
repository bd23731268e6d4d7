#include "ingest/recording/recorded_run.hpp"

namespace nightjar {
namespace {

constexpr std::chrono::nanoseconds kTick{100'000};  // Matroska's, as segments are written

}  // namespace

void RecordedRun::add(const std::vector<RecordedFrame>& frames) {
  const std::scoped_lock held(lock_);
  for (const RecordedFrame& frame : frames) {
    if (frame.pts && frame.kept) sequence_at_.emplace(*frame.pts, frame.sequence);
    frames_[frame.sequence] = frame;
  }
}

std::optional<RecordedFrame> RecordedRun::take(std::chrono::nanoseconds pts) {
  const std::scoped_lock held(lock_);
  auto nearest = sequence_at_.end();
  for (auto at = sequence_at_.lower_bound(pts - kTick); at != sequence_at_.end() && at->first <= pts + kTick;
       ++at) {
    if (nearest == sequence_at_.end() ||
        std::chrono::abs(at->first - pts) < std::chrono::abs(nearest->first - pts))
      nearest = at;
  }
  if (nearest == sequence_at_.end()) return std::nullopt;
  const std::uint64_t sequence = nearest->second;
  sequence_at_.erase(nearest);
  account_before(sequence);
  const auto found = frames_.find(sequence);
  if (found == frames_.end()) return std::nullopt;
  const RecordedFrame frame = found->second;
  frames_.erase(found);
  if (frame.outcome != FrameOutcome::delivered) {
    account(frame);
    return std::nullopt;
  }
  ++counts_.decoded;
  ++counts_.delivered;
  return frame;
}

void RecordedRun::account_before(std::uint64_t sequence) {
  while (!frames_.empty() && frames_.begin()->first < sequence) {
    account(frames_.begin()->second);
    frames_.erase(frames_.begin());
  }
}

void RecordedRun::account(const RecordedFrame& frame) {
  ++counts_.decoded;
  switch (frame.outcome) {
    case FrameOutcome::delivered:
      ++missing_;
      ++counts_.broken;
      break;
    case FrameOutcome::dropped:
      ++counts_.dropped;
      break;
    case FrameOutcome::broken:
      ++counts_.broken;
      break;
    case FrameOutcome::waiting:
      break;
  }
}

void RecordedRun::finish() {
  const std::scoped_lock held(lock_);
  for (const auto& [sequence, frame] : frames_) account(frame);
  frames_.clear();
  sequence_at_.clear();
}

FrameCounts RecordedRun::counts() const {
  const std::scoped_lock held(lock_);
  return counts_;
}

std::uint64_t RecordedRun::missing() const {
  const std::scoped_lock held(lock_);
  return missing_;
}

}  // namespace nightjar
