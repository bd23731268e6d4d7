#include "processing/hotlist/text_pool.hpp"

#include <functional>

namespace nightjar {
namespace {

constexpr std::size_t kFirstSlots = 1024;

std::size_t hash_of(std::string_view text) {
  return std::hash<std::string_view>{}(text);
}

}  // namespace

std::uint32_t TextPool::number_of(std::string_view text) {
  if (text.empty()) return 0;
  if (shared_ * 2 >= slots_.size()) grow();
  std::size_t slot = hash_of(text) & (slots_.size() - 1);
  while (slots_[slot] != 0) {
    if (this->text(slots_[slot]) == text) return slots_[slot];
    slot = (slot + 1) & (slots_.size() - 1);
  }
  ++shared_;
  return slots_[slot] = append(text);
}

std::uint32_t TextPool::append(std::string_view text) {
  if (text.empty()) return 0;
  bytes_.append(text);
  ends_.push_back(static_cast<std::uint32_t>(bytes_.size()));
  return static_cast<std::uint32_t>(ends_.size() - 1);
}

std::string_view TextPool::text(std::uint32_t number) const {
  if (number == 0) return {};
  return std::string_view(bytes_).substr(ends_[number - 1], ends_[number] - ends_[number - 1]);
}

void TextPool::seal() {
  slots_ = {};
  shared_ = 0;
  bytes_.shrink_to_fit();
  ends_.shrink_to_fit();
}

std::size_t TextPool::bytes() const {
  return bytes_.capacity() + (ends_.capacity() + slots_.capacity()) * sizeof(std::uint32_t);
}

void TextPool::grow() {
  std::vector<std::uint32_t> slots(slots_.empty() ? kFirstSlots : slots_.size() * 4, 0);
  for (const std::uint32_t number : slots_) {
    if (number == 0) continue;
    std::size_t slot = hash_of(text(number)) & (slots.size() - 1);
    while (slots[slot] != 0) slot = (slot + 1) & (slots.size() - 1);
    slots[slot] = number;
  }
  slots_ = std::move(slots);
}

}  // namespace nightjar
