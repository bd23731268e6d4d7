#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include "processing/hotlist/hotlist_matcher.hpp"

namespace nightjar {

/// The lists in force now, of which there is always exactly one set. Any thread may ask and any may put
/// others in force; who asks waits for the copy of a pointer at most, and keeps what it was given for as long
/// as it holds the pointer.
class HotlistsInForce {
 public:
  struct Edition {
    std::shared_ptr<const HotlistMatcher> matcher;
    std::uint64_t generation = 0;  ///< how often lists were put in force since the beginning
  };

  explicit HotlistsInForce(std::shared_ptr<const HotlistMatcher> first)
      : now_(std::make_shared<const Edition>(Edition{std::move(first), 0})) {}

  [[nodiscard]] Edition edition() const { return *now_.load(); }
  [[nodiscard]] std::shared_ptr<const HotlistMatcher> current() const { return now_.load()->matcher; }
  [[nodiscard]] std::uint64_t generation() const { return now_.load()->generation; }

  /// Returns what was in force, so that whoever puts decides where its memory is given back.
  std::shared_ptr<const HotlistMatcher> put(const std::shared_ptr<const HotlistMatcher>& next) {
    std::shared_ptr<const Edition> before = now_.load();
    while (!now_.compare_exchange_weak(
        before, std::make_shared<const Edition>(Edition{next, before->generation + 1}))) {
    }
    return before->matcher;
  }

 private:
  std::atomic<std::shared_ptr<const Edition>> now_;
};

}  // namespace nightjar
