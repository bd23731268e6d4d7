#include "alerts/seq_ranges.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>

namespace nightjar {
namespace {

std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number == 0) return std::nullopt;
  return number;
}

}  // namespace

void SeqRanges::add(std::uint64_t first, std::uint64_t last) {
  auto next = last_of_.upper_bound(first);
  if (next != last_of_.begin()) {
    const auto before = std::prev(next);
    if (before->second + 1 >= first) {
      first = before->first;
      last = std::max(last, before->second);
      next = last_of_.erase(before);
    }
  }
  while (next != last_of_.end() && next->first <= last + 1) {
    last = std::max(last, next->second);
    next = last_of_.erase(next);
  }
  last_of_[first] = last;
}

bool SeqRanges::contains(std::uint64_t seq) const {
  const auto next = last_of_.upper_bound(seq);
  return next != last_of_.begin() && std::prev(next)->second >= seq;
}

std::uint64_t SeqRanges::count() const {
  std::uint64_t numbers = 0;
  for (const auto& [first, last] : last_of_) numbers += last - first + 1;
  return numbers;
}

std::string SeqRanges::text() const {
  std::string words;
  for (const auto& [first, last] : last_of_) {
    words += (words.empty() ? "" : ",") + std::to_string(first);
    if (last != first) words += "-" + std::to_string(last);
  }
  return words;
}

std::optional<SeqRanges> SeqRanges::of_text(std::string_view text) {
  SeqRanges ranges;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const std::string_view one = text.substr(0, comma);
    const std::size_t dash = one.find('-');
    const auto first = number_of(one.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : number_of(one.substr(dash + 1));
    if (!first || !last || *last < *first) return std::nullopt;
    ranges.add(*first, *last);
    if (comma + 1 == text.size()) return std::nullopt;
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  if (ranges.empty()) return std::nullopt;
  return ranges;
}

}  // namespace nightjar
