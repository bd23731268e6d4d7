#pragma once

#include <string>
#include <string_view>

namespace nightjar {

/// Text from outside as a terminal may have it: control characters (C0, DEL, C1) become spaces, bytes that
/// are no UTF-8 and marks that turn the direction of writing become "?". Nothing in it can move the cursor,
/// change colours or end the line.
[[nodiscard]] std::string printable(std::string_view text);

enum class Ink { plain, strong, faint, alarm, caution, heat, health, good };

/// Colours where the terminal has them, nothing where it has not.
class Palette {
 public:
  explicit Palette(bool coloured) : coloured_(coloured) {}
  [[nodiscard]] std::string in(Ink ink, std::string_view text) const;

 private:
  bool coloured_;
};

/// Whether standard output is a terminal that wants colours (https://no-color.org).
[[nodiscard]] bool output_wants_colour();

}  // namespace nightjar
