#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>

#include "alerts/event_chain.hpp"

namespace nightjar {

/// Follows the chain of one channel of one stream from what a consumer gets, in whatever order it comes, and
/// holds it against the heads that heartbeats and the desk tell. Nothing is believed of it before the first
/// head; what comes before that cannot be checked.
class ChainWatch {
 public:
  ChainWatch() = default;
  /// Goes on where an earlier one stood.
  explicit ChainWatch(const ChainEnd& end) : end_(end) {}

  /// An event came. True: its chain is broken here; what follows is taken from the told head on.
  [[nodiscard]] bool event(std::uint64_t seq, const Sha256& digest);

  /// Somebody says that the head behind event `seq` is this one. True as above.
  [[nodiscard]] bool head(std::uint64_t seq, const Sha256& head);

  /// Events up to `seq` will never come.
  void skip(std::uint64_t seq);

  /// Up to where the chain was followed; nullopt: nowhere.
  [[nodiscard]] const std::optional<ChainEnd>& end() const { return end_; }

 private:
  bool advance();
  bool differs();

  // A consumer that waits longer for a hole to be filled starts again at the next head.
  static constexpr std::size_t kMostWaiting = 50'000;
  static constexpr std::size_t kMostHeads = 64;

  std::optional<ChainEnd> end_;
  std::map<std::uint64_t, Sha256> waiting_;  ///< digests behind a hole
  std::map<std::uint64_t, Sha256> heads_;    ///< told, of events that have not come
};

}  // namespace nightjar
