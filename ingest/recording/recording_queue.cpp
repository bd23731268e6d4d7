#include "ingest/recording/recording_queue.hpp"

#include <utility>

namespace nightjar {

bool RecordingQueue::has_room_for(const RecordingItem& item) {
  constexpr std::size_t kMostItems = 20000;
  if (waiting_.size() >= kMostItems) return false;
  const auto* picture = std::get_if<EncodedPicture>(&item);
  if (picture == nullptr) return true;
  if (bytes_ + picture->bytes > most_bytes_) skipping_ = true;
  if (skipping_ && picture->key && bytes_ <= most_bytes_ / 2) skipping_ = false;
  return !skipping_;
}

void RecordingQueue::push(RecordingItem item) {
  {
    const std::scoped_lock held(lock_);
    if (closed_) return;
    if (!has_room_for(item)) {
      skipping_ = skipping_ || std::holds_alternative<EncodedPicture>(item);
      ++left_out_;
      return;
    }
    if (const auto* picture = std::get_if<EncodedPicture>(&item)) bytes_ += picture->bytes;
    waiting_.push_back(std::move(item));
  }
  changed_.notify_one();
}

void RecordingQueue::close() {
  {
    const std::scoped_lock held(lock_);
    closed_ = true;
  }
  changed_.notify_all();
}

std::deque<RecordingItem> RecordingQueue::take(std::chrono::milliseconds wait) {
  std::unique_lock held(lock_);
  changed_.wait_for(held, wait, [this] { return closed_ || !waiting_.empty(); });
  bytes_ = 0;
  return std::exchange(waiting_, {});
}

bool RecordingQueue::closed() const {
  const std::scoped_lock held(lock_);
  return closed_ && waiting_.empty();
}

std::uint64_t RecordingQueue::left_out() const {
  const std::scoped_lock held(lock_);
  return left_out_;
}

}  // namespace nightjar
