#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace nightjar {

/// A mark of which only a part is known, ready to be compared: `?` stands for one character, `*` for any run
/// of them. Works on symbols as places in kMarkSymbols, O as 0 and I as 1.
class PartialMark {
 public:
  /// `bare`: as packed_listed_mark takes it.
  explicit PartialMark(std::string_view bare);

  /// States are sets of places in the pattern, a bit each.
  using States = std::uint32_t;
  [[nodiscard]] States start() const { return start_; }
  [[nodiscard]] States after(States states, std::size_t symbol) const;
  [[nodiscard]] bool is_end(States states) const { return ((states >> steps_.size()) & 1U) != 0; }

  [[nodiscard]] bool fits(std::string_view folded) const;

  /// The known characters, a bit each.
  [[nodiscard]] std::uint64_t symbols() const { return symbols_; }

  /// The share of all marks that fit, roughly: a tenth for each known digit, a 24th for each letter.
  [[nodiscard]] double share_of_marks() const;

 private:
  [[nodiscard]] States with_runs(States states) const;

  std::vector<std::uint8_t> steps_;  ///< places in kMarkSymbols, kAnyOne or kAnyRun
  std::uint64_t symbols_ = 0;
  States start_ = 0;
};

}  // namespace nightjar
