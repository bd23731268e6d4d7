#pragma once

#include <cstdint>
#include <memory>
#include <mutex>

#include "processing/hotlist/hotlist_matcher.hpp"

namespace nightjar {

/// The lists in force now, of which there is always exactly one set. Any thread may ask and any may put
/// others in force; who asks waits for the copy of a pointer at most, and keeps what it was given for as long
/// as it holds the pointer.
class HotlistsInForce {
 public:
  explicit HotlistsInForce(std::shared_ptr<const HotlistMatcher> first) : now_(std::move(first)) {}

  struct Edition {
    std::shared_ptr<const HotlistMatcher> matcher;
    std::uint64_t generation = 0;  ///< how often lists were put in force since the beginning
  };
  [[nodiscard]] Edition edition() const {
    const std::scoped_lock held(lock_);
    return {now_, generation_};
  }
  [[nodiscard]] std::shared_ptr<const HotlistMatcher> current() const { return edition().matcher; }
  [[nodiscard]] std::uint64_t generation() const { return edition().generation; }

  /// Returns what was in force, so that whoever puts decides where its memory is given back.
  std::shared_ptr<const HotlistMatcher> put(std::shared_ptr<const HotlistMatcher> next) {
    const std::scoped_lock held(lock_);
    now_.swap(next);
    ++generation_;
    return next;
  }

 private:
  mutable std::mutex lock_;  // over what follows; held to copy or swap a pointer, never longer
  std::shared_ptr<const HotlistMatcher> now_;
  std::uint64_t generation_ = 0;
};

}  // namespace nightjar
