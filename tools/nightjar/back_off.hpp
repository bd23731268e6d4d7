#pragma once

#include <algorithm>
#include <chrono>

namespace nightjar {

/// How long to wait before a broken feed is opened again: doubling from the first wait to the longest.
/// A feed that ran for longer than the wait that it had earned starts over; one that breaks at once does not.
class BackOff {
 public:
  using Wait = std::chrono::milliseconds;

  BackOff(Wait first, Wait longest) : first_(first), longest_(longest), next_(first) {}

  [[nodiscard]] Wait after_running_for(Wait ran) {
    if (ran > next_) next_ = first_;
    const Wait wait = next_;
    next_ = std::min(next_ * 2, longest_);
    return wait;
  }

 private:
  Wait first_;
  Wait longest_;
  Wait next_;
};

}  // namespace nightjar
