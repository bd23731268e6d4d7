#pragma once

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/telemetry.hpp"

namespace nightjar {

/// Writes one JSON object, field by field and straight into its text: an event passes here on its way to the
/// disk, and a tree of values in between cost more than the disk. Names are ours: nothing in them to escape.
class JsonText {
 public:
  /// Free texts are cut to so many bytes.
  explicit JsonText(std::size_t longest_text);

  /// A word of the format, or an identifier: never cut. Bytes that are no UTF-8 become U+FFFD, here as below.
  void word(std::string_view name, std::string_view value);
  /// A free text, cut between characters and then marked with an ellipsis.
  void text(std::string_view name, std::string_view value);
  /// Absent where it is not known or empty.
  void text_if(std::string_view name, const std::optional<std::string>& value) {
    if (value && !value->empty()) text(name, *value);
  }
  void time(std::string_view name, const std::optional<CaptureTime>& value);
  void flag(std::string_view name, bool value);
  /// With so many decimals at most; absent where it is not known or not finite.
  void number(std::string_view name, std::optional<double> value, int decimals);
  template <typename Integer>
  void integer(std::string_view name, Integer value) {
    key(name);
    std::array<char, 24> digits;
    text_.append(digits.data(), std::to_chars(digits.begin(), digits.end(), value).ptr);
  }
  /// `fill()` writes its fields.
  template <typename Fill>
  void object(std::string_view name, Fill fill) {
    key(name);
    text_ += '{';
    fill();
    text_ += '}';
  }
  /// One object each for the first `most`; `fill(item)` writes its fields.
  template <typename Item, typename Fill>
  void objects(std::string_view name, const std::vector<Item>& items, std::size_t most, Fill fill) {
    key(name);
    text_ += '[';
    for (std::size_t i = 0; i < items.size() && i < most; ++i) {
      separate();
      text_ += '{';
      fill(items[i]);
      text_ += '}';
    }
    text_ += ']';
  }
  /// The first `most` free texts.
  void texts(std::string_view name, const std::vector<std::string>& items, std::size_t most);

  /// The whole object; nothing can be written after it.
  [[nodiscard]] std::string take();

 private:
  void key(std::string_view name);
  void separate();
  void quote(std::string_view value);
  void quote_cut(std::string_view value);

  std::size_t longest_text_;
  std::string text_;
};

}  // namespace nightjar
