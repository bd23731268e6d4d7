#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nightjar {

/// Texts stored end to end and named by numbers; equal texts share one number where asked for.
/// Holds up to 4 GiB. Number 0 is the empty text.
class TextPool {
 public:
  TextPool() : ends_{0} {}

  /// The number of a text, which is stored unless an equal one was stored by number_of.
  [[nodiscard]] std::uint32_t number_of(std::string_view text);

  /// Stores a text without looking for an equal one.
  [[nodiscard]] std::uint32_t append(std::string_view text);

  [[nodiscard]] std::string_view text(std::uint32_t number) const;

  /// Numbers given out, the empty text included.
  [[nodiscard]] std::size_t size() const { return ends_.size(); }

  /// Gives back what is only needed while texts are added.
  void seal();

  [[nodiscard]] std::size_t bytes() const;

 private:
  void grow();

  std::string bytes_;
  std::vector<std::uint32_t> ends_;
  std::vector<std::uint32_t> slots_;  ///< open addressing; 0 is free
  std::size_t shared_ = 0;
};

}  // namespace nightjar
