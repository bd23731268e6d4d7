#include "tools/score/score_words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace nightjar {

std::string percent(const Share& share) {
  const auto rate = share.rate();
  return rate ? fmt::format("{:.1f} %", 100 * *rate) : "–";
}

std::string percent_95(const Share& share) {
  if (share.of == 0) return "";
  const Interval interval = share.interval();
  return fmt::format("{:.1f} to {:.1f} %", 100 * interval.low, 100 * interval.high);
}

std::string count_of(const Share& share) {
  return fmt::format("{} of {}", share.count, share.of);
}

std::string_view word_of(FootageSource source) {
  switch (source) {
    case FootageSource::real:
      return "real";
    case FootageSource::drawn:
      return "drawn";
    case FootageSource::not_stated:
      break;
  }
  return "not stated";
}

std::string footage_words(const Score& score) {
  std::string words;
  for (const ScoredFeed& feed : score.feeds)
    words += fmt::format("{}{} {}", words.empty() ? "" : ", ", feed.feed, word_of(feed.source));
  return words.empty() ? "not stated" : words;
}

bool any_footage(const Score& score, FootageSource source) {
  return std::any_of(score.feeds.begin(), score.feeds.end(),
                     [source](const ScoredFeed& feed) { return feed.source == source; });
}

std::string glyph(char symbol) {
  switch (symbol) {
    case '0':
      return "0/O";
    case '1':
      return "1/I";
    case '-':
      return "nothing";
    case '?':
      return "other";
    default:
      return {symbol};
  }
}

}  // namespace nightjar
