#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace nightjar {

/// Reads the numbers and items of SMPTE 336's local sets from bytes that may lie; never past their end.
class BerItems {
 public:
  struct Item {
    std::uint64_t tag = 0;
    std::span<const std::uint8_t> value;
  };

  explicit BerItems(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

  /// nullopt: all is read, or what follows is no item (then left() is not 0). The latter stays so.
  std::optional<Item> next();

  /// A BER length, short or long form. nullopt: cut, indefinite, or more than 8 bytes of it.
  std::optional<std::uint64_t> length();

  [[nodiscard]] std::size_t left() const { return bytes_.size() - at_; }
  [[nodiscard]] std::size_t read() const { return at_; }

 private:
  std::optional<std::uint64_t> object_identifier();

  std::span<const std::uint8_t> bytes_;
  std::size_t at_ = 0;
};

}  // namespace nightjar
