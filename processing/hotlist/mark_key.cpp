#include "processing/hotlist/mark_key.hpp"

#include <algorithm>
#include <array>

#include "processing/anpr/registration_mark.hpp"

namespace nightjar {
namespace {

constexpr std::string_view kListedSymbols = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ?*";
static_assert(kListedSymbols.substr(0, kMarkSymbols.size()) == kMarkSymbols);
static_assert(kMarkKeyBase == kListedSymbols.size() + 1);  // 39^12 < 2^64
constexpr std::uint8_t kSkipped = 254;
constexpr std::uint8_t kForeign = 255;

/// What each byte of a written mark stands for: 1 + its place in kMarkSymbols, skipped, or foreign.
constexpr std::array<std::uint8_t, 256> folded_digits() {
  std::array<std::uint8_t, 256> digits{};
  for (auto& digit : digits) digit = kForeign;
  for (std::size_t i = 0; i < kMarkSymbols.size(); ++i) {
    const auto symbol = static_cast<unsigned char>(kMarkSymbols[i]);
    digits[symbol] = static_cast<std::uint8_t>(i + 1);
    if (symbol >= 'A') digits[symbol - 'A' + 'a'] = digits[symbol];
  }
  digits[' '] = digits['-'] = digits['.'] = kSkipped;
  digits['O'] = digits['o'] = digits['0'];
  digits['I'] = digits['i'] = digits['1'];
  return digits;
}

constexpr auto kFoldedDigits = folded_digits();

}  // namespace

bool is_partial(std::string_view bare) {
  return bare.find_first_of("?*") != std::string_view::npos;
}

std::optional<std::uint64_t> packed_mark(std::string_view bare) {
  if (is_partial(bare)) return std::nullopt;
  return packed_listed_mark(bare);
}

std::optional<std::uint64_t> packed_listed_mark(std::string_view bare) {
  std::uint64_t packed = 0;
  std::size_t symbols = 0;
  std::size_t known = 0;
  char last = '\0';
  for (const char symbol : bare) {
    const std::size_t place = kListedSymbols.find(symbol);
    if (place == std::string_view::npos) return std::nullopt;
    if (symbol == '*' && last == '*') continue;
    last = symbol;
    if (++symbols > kLongestMark) return std::nullopt;
    if (place < kMarkSymbols.size()) ++known;
    packed = packed * kMarkKeyBase + place + 1;
  }
  if (symbols == 0 || (is_partial(bare) && known < kFewestKnown)) return std::nullopt;
  return packed;
}

std::string unpacked_mark(std::uint64_t packed) {
  std::string bare;
  for (; packed != 0; packed /= kMarkKeyBase) bare.push_back(kListedSymbols[packed % kMarkKeyBase - 1]);
  std::reverse(bare.begin(), bare.end());
  return bare;
}

std::optional<std::uint64_t> mark_key(std::string_view mark) {
  std::uint64_t key = 0;
  std::size_t symbols = 0;
  for (const char written : mark) {
    const std::uint8_t digit = kFoldedDigits[static_cast<unsigned char>(written)];
    if (digit == kSkipped) continue;
    if (digit == kForeign || ++symbols > kLongestMark) return std::nullopt;
    key = key * kMarkKeyBase + digit;
  }
  if (symbols == 0) return std::nullopt;
  return key;
}

}  // namespace nightjar
