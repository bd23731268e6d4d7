#include "tools/matching/simulated_passes.hpp"

#include <algorithm>
#include <cctype>
#include <random>
#include <utility>

#include "processing/anpr/registration_mark.hpp"
#include "processing/hotlist/mark_difference.hpp"

namespace nightjar {
namespace {

constexpr float kClear = 0.99F;
constexpr std::size_t kShortest = 5;  // too few vehicles can be made of shorter marks
constexpr std::string_view kLetters = "ABCDEFGHJKLMNPRSTUVWXY";
constexpr std::string_view kDigits = "23456789";  // 0 and 1 are letters, too
constexpr std::array<std::string_view, 12> kTags = {"HJ", "HK", "HL", "HN", "HP", "HR",
                                                    "HS", "HT", "HU", "HV", "HX", "HY"};

bool is_clear(const CharacterProbabilities& character, char symbol) {
  return character.symbol.at(kMarkSymbols.find(symbol)) >= kClear;
}

bool is_exchangeable(char symbol) {
  return kLetters.find(symbol) != std::string_view::npos || kDigits.find(symbol) != std::string_view::npos;
}

std::size_t shared_beginning(const std::string& a, const std::string& b) {
  std::size_t shared = 0;
  while (shared < a.size() && shared < b.size() && a[shared] == b[shared]) ++shared;
  return shared;
}

std::size_t shared_end(const std::string& a, const std::string& b) {
  std::size_t shared = 0;
  while (shared < a.size() && shared < b.size() && a[a.size() - 1 - shared] == b[b.size() - 1 - shared])
    ++shared;
  return shared;
}

/// A splitmix64 step (Steele, Lea, Flood 2014): numbers in a row give seeds that have nothing to do with each
/// other.
std::uint64_t mixed(std::uint64_t number) {
  number += 0x9E3779B97F4A7C15ULL;
  number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9ULL;
  number = (number ^ (number >> 27)) * 0x94D049BB133111EBULL;
  return number ^ (number >> 31);
}

}  // namespace

SimulatedPasses::SimulatedPasses(std::vector<SampledRead> kept, SimulatedPassesOptions options)
    : kept_(std::move(kept)), options_(options) {
  std::erase_if(kept_, [](const SampledRead& read) { return read.mark.size() < kShortest; });
  for (SampledRead& read : kept_) {
    read.mark = folded_mark(read.mark);
    read.text.mark = folded_mark(read.text.mark);
    for (MarkCandidate& candidate : read.text.candidates) candidate.mark = folded_mark(candidate.mark);
    if (read.mark != read.text.mark) continue;
    for (std::size_t i = 0; i < read.mark.size(); ++i) {
      const CharacterProbabilities& character = read.text.characters[i];
      if (is_clear(character, read.mark[i])) clear_.at(kMarkSymbols.find(read.mark[i])).push_back(character);
    }
  }
}

std::uint64_t SimulatedPasses::seed_of(std::uint64_t number) const {
  return mixed(mixed(options_.seed) + number);
}

std::size_t SimulatedPasses::origin(std::uint64_t number) const {
  return seed_of(number) % kept_.size();
}

SampledRead SimulatedPasses::pass(std::uint64_t number) const {
  SampledRead read = kept_[origin(number)];
  std::mt19937_64 rng(mixed(seed_of(number)));
  Chance chance(rng);
  const std::string mark = read.mark;
  const std::string text = read.text.mark;
  const std::size_t beginning = shared_beginning(mark, text);
  const std::size_t end = std::min(shared_end(mark, text), std::min(mark.size(), text.size()) - beginning);
  const bool regional = form_of(mark) == MarkForm::current && chance.with(options_.regional);
  const std::string_view tag = kTags[static_cast<std::size_t>(chance.one_of(static_cast<int>(kTags.size())))];
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i >= beginning && i < text.size() - end) continue;
    const std::size_t at_mark = i < beginning ? i : i + mark.size() - text.size();
    if (!is_exchangeable(text[i])) continue;
    char symbol = chance.symbol(kLetters.find(text[i]) != std::string_view::npos ? kLetters : kDigits);
    if (regional && at_mark < 2) symbol = tag[at_mark];
    exchange(read, i, at_mark, symbol, chance);
  }
  // Of a wholly different text nothing is left that another mark could not have given as well.
  if (mark_differences(text, mark).size() > 2) {
    for (std::size_t i = beginning; i < mark.size() - end; ++i) {
      if (kLetters.find(mark[i]) != std::string_view::npos) read.mark[i] = chance.symbol(kLetters);
      if (kDigits.find(mark[i]) != std::string_view::npos) read.mark[i] = chance.symbol(kDigits);
    }
  }
  return read;
}

void SimulatedPasses::exchange(SampledRead& read, std::size_t at_read, std::size_t at_mark, char symbol,
                               Chance& chance) const {
  const auto& donors = clear_.at(kMarkSymbols.find(symbol));
  if (donors.empty()) return;
  const char before = read.text.mark[at_read];
  auto& symbols = read.text.characters[at_read].symbol;
  if (is_clear(read.text.characters[at_read], before)) {
    symbols = donors[static_cast<std::size_t>(chance.one_of(static_cast<int>(donors.size())))].symbol;
  } else {
    std::swap(symbols.at(kMarkSymbols.find(before)), symbols.at(kMarkSymbols.find(symbol)));
  }
  for (MarkCandidate& candidate : read.text.candidates) {
    const std::size_t size = candidate.mark.size();
    const std::size_t from_end = read.text.mark.size() - at_read;
    // Behind a character that one of them lacks places count from the end.
    const std::size_t place = at_read == at_mark || from_end > size ? at_read : size - from_end;
    const std::size_t other = at_read == at_mark && from_end <= size ? size - from_end : at_read;
    if (place < size && candidate.mark[place] == before) {
      candidate.mark[place] = symbol;
    } else if (other < size && candidate.mark[other] == before) {
      candidate.mark[other] = symbol;
    }
  }
  read.text.mark[at_read] = symbol;
  read.mark[at_mark] = symbol;
}

}  // namespace nightjar
