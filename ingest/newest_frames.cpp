#include "ingest/newest_frames.hpp"

#include <utility>

namespace nightjar {

bool NewestFrames::push(Frame frame) {
  std::optional<Frame> dropped;  // let go of outside the lock: it may give a buffer back to the decoder
  {
    std::unique_lock held(lock_);
    if (when_full_ == WhenFull::wait) {
      changed_.wait(held, [this] { return closed_ || waiting_.size() < kPair; });
    }
    if (closed_) return false;
    if (waiting_.size() == kPair) {
      dropped = std::move(waiting_.front());
      waiting_.pop_front();
      ++counts_.dropped;
    }
    frame.sequence = counts_.decoded++;
    waiting_.push_back(std::move(frame));
    last_push_ = std::chrono::steady_clock::now();
  }
  changed_.notify_all();
  if (dropped && dropped_) dropped_(*dropped);
  return true;
}

std::uint64_t NewestFrames::count_broken() {
  const std::scoped_lock held(lock_);
  ++counts_.broken;
  return counts_.decoded++;
}

void NewestFrames::fail(std::exception_ptr failure) {
  {
    const std::scoped_lock held(lock_);
    if (!failure_) failure_ = std::move(failure);
  }
  changed_.notify_all();
}

void NewestFrames::close() {
  {
    const std::scoped_lock held(lock_);
    closed_ = true;
  }
  changed_.notify_all();
}

std::deque<Frame> NewestFrames::left() {
  const std::scoped_lock held(lock_);
  return std::exchange(waiting_, {});
}

std::optional<Frame> NewestFrames::take(const std::stop_token& stop, Deadline deadline) {
  std::optional<Frame> frame;
  {
    std::unique_lock held(lock_);
    const auto ready = [this] { return closed_ || failure_ || !waiting_.empty(); };
    changed_.wait_until(held, stop, deadline, ready);
    if (stop.stop_requested() || closed_) return std::nullopt;
    if (waiting_.empty()) {
      if (failure_) std::rethrow_exception(failure_);
      return std::nullopt;
    }
    frame = std::move(waiting_.front());
    waiting_.pop_front();
    ++counts_.delivered;
  }
  changed_.notify_all();
  return frame;
}

FrameCounts NewestFrames::counts() const {
  const std::scoped_lock held(lock_);
  return counts_;
}

std::optional<std::chrono::steady_clock::time_point> NewestFrames::last_push() const {
  const std::scoped_lock held(lock_);
  return last_push_;
}

}  // namespace nightjar
