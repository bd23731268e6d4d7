#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace nightjar {

/// Numbers of events as ranges: a month of them is a handful of pairs.
class SeqRanges {
 public:
  void add(std::uint64_t seq) { add(seq, seq); }
  /// From `first` to `last`, both included.
  void add(std::uint64_t first, std::uint64_t last);

  [[nodiscard]] bool contains(std::uint64_t seq) const;
  [[nodiscard]] bool empty() const { return last_of_.empty(); }
  [[nodiscard]] std::uint64_t count() const;
  /// First number of each range and its last.
  [[nodiscard]] const std::map<std::uint64_t, std::uint64_t>& ranges() const { return last_of_; }

  /// "1-20,24". The second takes nothing else.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] static std::optional<SeqRanges> of_text(std::string_view text);

 private:
  std::map<std::uint64_t, std::uint64_t> last_of_;
};

}  // namespace nightjar
