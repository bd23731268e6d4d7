#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "processing/anpr/registration_mark.hpp"

namespace nightjar {

/// Which characters of a folded mark may be letters and which digits, a bit each: all that the form of a mark
/// needs to be known. 0 and 1 may be either, since they stand for O and I as well. A Q is a letter at the
/// beginning alone.
struct MarkShape {
  std::uint32_t letters = 0, digits = 0;
  std::size_t size = 0;

  void set(std::size_t place, char symbol) {
    const std::uint32_t bit = std::uint32_t{1} << place;
    const bool either = symbol == '0' || symbol == '1' || symbol == 'O' || symbol == 'I';
    const bool digit = either || (symbol >= '2' && symbol <= '9');
    const bool letter = either || (!digit && (symbol != 'Q' || place == 0));
    letters = letter ? letters | bit : letters & ~bit;
    digits = digit ? digits | bit : digits & ~bit;
  }

  /// With one more character before `place`, or without the one there.
  [[nodiscard]] MarkShape with(std::size_t place, char symbol) const {
    const std::uint32_t below = (std::uint32_t{1} << place) - 1;
    MarkShape longer{(letters & below) | ((letters & ~below) << 1),
                     (digits & below) | ((digits & ~below) << 1), size + 1};
    longer.set(place, symbol);
    return longer;
  }
  [[nodiscard]] MarkShape without(std::size_t place) const {
    const std::uint32_t below = (std::uint32_t{1} << place) - 1;
    return {(letters & below) | ((letters >> 1) & ~below), (digits & below) | ((digits >> 1) & ~below),
            size - 1};
  }

  /// Whether marks of the United Kingdom look like this.
  [[nodiscard]] bool is_known() const {
    const auto patterns = letter_patterns(size);
    return std::any_of(patterns.begin(), patterns.end(), [&](std::uint16_t pattern) {
      const std::uint32_t all = (std::uint32_t{1} << size) - 1;
      return (pattern & ~letters) == 0 && (~pattern & all & ~digits) == 0;
    });
  }
};

[[nodiscard]] inline MarkShape shape_of(std::string_view mark) {
  MarkShape shape;
  for (const char symbol : mark) shape.set(shape.size++, symbol);
  return shape;
}

}  // namespace nightjar
