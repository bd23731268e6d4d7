#include "processing/hotlist/hotlist_index.hpp"

#include <bit>
#include <limits>

#include "processing/hotlist/mark_key.hpp"

namespace nightjar {
namespace {

constexpr std::uint32_t kNoRow = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15ULL;  // 2^64 / golden ratio: Fibonacci hashing (Knuth)

}  // namespace

HotlistIndex::HotlistIndex(HotlistTable table, HotlistEdition edition)
    : table_(std::move(table)), edition_(std::move(edition)) {
  const std::size_t size = std::bit_ceil(std::max<std::size_t>(2, table_.size() * 2));
  slots_.resize(size);
  shift_ = 64 - std::countr_zero(size);
  next_.resize(table_.size(), kNoRow);
  // Backwards, so that the rows of one mark are chained in the order of the file at no cost.
  for (auto row = static_cast<std::uint32_t>(table_.size()); row-- > 0;) {
    const std::string mark = unpacked_mark(table_.packed_mark(row));
    if (is_partial(mark)) continue;
    const std::uint64_t key = mark_key(mark).value();
    std::size_t at = home_of(key);
    while (slots_[at].key != 0 && slots_[at].key != key) at = (at + 1) & (slots_.size() - 1);
    if (slots_[at].key == key) next_[row] = slots_[at].row;
    slots_[at] = {key, row};
  }
  for (std::uint32_t row = 0; row < table_.size(); ++row) {
    const std::string mark = unpacked_mark(table_.packed_mark(row));
    if (!is_partial(mark)) continue;
    const PartialMark partial(mark);
    partial_rows_.push_back({partial.symbols(), row, partial});
  }
  partial_rows_.shrink_to_fit();
}

std::size_t HotlistIndex::home_of(std::uint64_t key) const {
  return (key * kGolden) >> shift_;
}

std::optional<std::uint32_t> HotlistIndex::first_row(std::string_view mark) const {
  const auto key = mark_key(mark);
  if (!key) return std::nullopt;
  return first_row_of(*key);
}

std::optional<std::uint32_t> HotlistIndex::first_row_of(std::uint64_t key) const {
  for (std::size_t at = home_of(key); slots_[at].key != 0; at = (at + 1) & (slots_.size() - 1)) {
    if (slots_[at].key == key) return slots_[at].row;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> HotlistIndex::next_row(std::uint32_t row) const {
  if (next_[row] == kNoRow) return std::nullopt;
  return next_[row];
}

std::size_t HotlistIndex::bytes() const {
  return table_.bytes() + slots_.capacity() * sizeof(Slot) + next_.capacity() * sizeof(std::uint32_t) +
         partial_rows_.capacity() * (sizeof(PartialRow) + kLongestMark);
}

}  // namespace nightjar
