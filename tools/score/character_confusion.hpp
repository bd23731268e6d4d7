#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar {

/// Characters as they are told apart: 0/O and 1/I are one glyph each, '?' is any other, '-' none.
inline constexpr std::string_view kConfusionSymbols = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ?-";

/// Where a read differs from the mark. Either symbol is '-' where the other has one more.
struct CharacterChange {
  char truth = '-';
  char read = '-';
};

/// The cheapest way from a mark to its read, character by character, those that are right included. Both are
/// folded. Substitutions before insertions and deletions.
[[nodiscard]] std::vector<CharacterChange> aligned(std::string_view truth, std::string_view read);

/// What characters are read as, over many reads.
class CharacterConfusion {
 public:
  /// Counts a read; not one that has more wrong than right, which is another vehicle's mark.
  void add(std::string_view truth, std::string_view read);

  [[nodiscard]] std::size_t at(char truth, char read) const;
  [[nodiscard]] std::size_t characters() const { return characters_; }  ///< of the truth, compared
  [[nodiscard]] std::size_t substituted() const { return substituted_; }
  [[nodiscard]] std::size_t inserted() const { return inserted_; }
  [[nodiscard]] std::size_t deleted() const { return deleted_; }
  [[nodiscard]] std::size_t other_marks() const { return other_marks_; }  ///< reads left out

  struct Mistake {
    CharacterChange change;
    std::size_t count = 0;
  };
  /// Most frequent first.
  [[nodiscard]] std::vector<Mistake> mistakes() const;

 private:
  std::array<std::array<std::size_t, kConfusionSymbols.size()>, kConfusionSymbols.size()> counts_{};
  std::size_t characters_ = 0, substituted_ = 0, inserted_ = 0, deleted_ = 0, other_marks_ = 0;
};

}  // namespace nightjar
