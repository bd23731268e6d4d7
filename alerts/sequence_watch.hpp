#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace nightjar {

/// Numbers of a channel that never came: first to last, both missing.
struct SequenceGap {
  std::string stream;
  std::string channel;
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  bool gone = false;  ///< deleted at the worker; otherwise the link lost them
};

/// Follows the numbers that sources give, and finds what is missing and what came before, from whichever
/// source. A stream that a source has from the start of listening is joined where it stands; one that begins
/// later (the source has a new journal) is expected from its first number.
class SequenceWatch {
 public:
  enum class Place { next, again };
  struct Verdict {
    Place place = Place::next;
    std::optional<SequenceGap> gap;  ///< before this number
  };

  /// An event came.
  Verdict saw(const std::string& source, const std::string& stream, const std::string& channel,
              std::uint64_t seq);

  /// A heartbeat says that `newest` was sent.
  std::optional<SequenceGap> heard_of(const std::string& source, const std::string& stream,
                                      const std::string& channel, std::uint64_t newest);

 private:
  std::uint64_t& expected(const std::string& source, const std::string& stream, const std::string& channel,
                          std::uint64_t joins_at);

  // Sources have as many as they have channels and journals; more come from no honest one.
  static constexpr std::size_t kMostStreams = 1024;
  std::set<std::pair<std::string, std::string>> joined_;  ///< source and channel
  std::map<std::pair<std::string, std::string>, std::uint64_t> expected_;
};

}  // namespace nightjar
