#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <utility>

#include "ingest/frame_source.hpp"

namespace nightjar {

/// Hands frames from a decoder's thread to the feed's thread: at most a pair waits. When a third comes, the
/// oldest is dropped and counted, or, where nothing may be lost, the decoder waits. Any thread.
class NewestFrames {
 public:
  enum class WhenFull { drop_oldest, wait };
  using Deadline = std::chrono::steady_clock::time_point;

  /// `dropped`, if any, is told each frame that a newer one replaced, on the thread that pushed that.
  explicit NewestFrames(WhenFull when_full, std::function<void(const Frame&)> dropped = {})
      : when_full_(when_full), dropped_(std::move(dropped)) {}

  /// Numbers the frame and takes it in. false: closed, nobody wants frames any more.
  bool push(Frame frame);

  /// A picture that nobody is to see; it uses up a number, which is returned.
  std::uint64_t count_broken();

  /// What take() throws once all waiting frames are out. Only the first failure counts.
  void fail(std::exception_ptr failure);

  /// No more frames, no more waiting.
  void close();

  /// What still waited when it was closed.
  [[nodiscard]] std::deque<Frame> left();

  /// The oldest waiting frame. nothing: stopped, closed, or none came before the deadline.
  std::optional<Frame> take(const std::stop_token& stop, Deadline deadline);

  [[nodiscard]] FrameCounts counts() const;

  /// When the last frame came in; nothing: none ever did.
  [[nodiscard]] std::optional<std::chrono::steady_clock::time_point> last_push() const;

 private:
  static constexpr std::size_t kPair = 2;

  const WhenFull when_full_;
  const std::function<void(const Frame&)> dropped_;
  mutable std::mutex lock_;  // over all that follows
  std::condition_variable_any changed_;
  std::deque<Frame> waiting_;
  FrameCounts counts_;
  std::exception_ptr failure_;
  std::optional<std::chrono::steady_clock::time_point> last_push_;
  bool closed_ = false;
};

}  // namespace nightjar
