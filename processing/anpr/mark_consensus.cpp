#include "processing/anpr/mark_consensus.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <string>
#include <utility>

#include "processing/anpr/mark_alignment.hpp"
#include "processing/anpr/registration_mark.hpp"

namespace nightjar {

namespace {

/// The likeliest marks, with their probabilities: a beam over the places. `letters` says where 0 is O and 1
/// is I.
std::vector<std::pair<std::string, double>> likeliest(const std::vector<MarkPlace>& places,
                                                      const std::vector<bool>& letters) {
  constexpr std::size_t width = 24;
  std::vector<std::pair<std::string, double>> beam{{"", 1.0}};
  for (std::size_t at = 0; at < places.size(); ++at) {
    const MarkPlace& place = places[at];
    std::map<std::string, double> next;
    for (const auto& [mark, probability] : beam) {
      next[mark] += probability * place[kNothing];
      for (std::size_t s = 0; s < kPlaceSymbols; ++s) {
        if (place[s] < 1e-4) continue;
        const char symbol = kMarkSymbols[s];
        const char shown = !letters[at] ? symbol : symbol == '0' ? 'O' : symbol == '1' ? 'I' : symbol;
        next[mark + shown] += probability * place[s];
      }
    }
    beam.assign(next.begin(), next.end());
    std::stable_sort(beam.begin(), beam.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    if (beam.size() > width) beam.resize(width);
  }
  return beam;
}

CharacterProbabilities character_of(const MarkPlace& place) {
  CharacterProbabilities character;
  for (std::size_t s = 0; s < kPlaceSymbols; ++s) character.symbol[s] = static_cast<float>(place[s]);
  return character;
}

/// The places that the mark's characters stand at: the best way to lay it over them.
std::vector<std::size_t> places_under(const std::string& folded, const std::vector<MarkPlace>& places) {
  const std::size_t n = places.size();
  const std::size_t m = folded.size();
  std::vector<double> scores((n + 1) * (m + 1), -1e9);  // of the first i places under the first j characters
  const auto best = [&](std::size_t i, std::size_t j) -> double& { return scores.at(i * (m + 1) + j); };
  const auto log_of = [&](std::size_t i, std::size_t symbol) {
    return std::log(places[i - 1][symbol] + 1e-9);
  };
  best(0, 0) = 0;
  for (std::size_t i = 1; i <= n; ++i) {
    for (std::size_t j = 0; j <= std::min(i, m); ++j) {
      best(i, j) = best(i - 1, j) + log_of(i, kNothing);
      if (j > 0) {
        const double here = best(i - 1, j - 1) + log_of(i, kMarkSymbols.find(folded[j - 1]));
        best(i, j) = std::max(best(i, j), here);
      }
    }
  }
  std::vector<std::size_t> under(m);
  for (std::size_t i = n, j = m; i > 0; --i) {
    const bool none = best(i, j) == best(i - 1, j) + log_of(i, kNothing);
    if (!none && j > 0) under.at(--j) = i - 1;
  }
  return under;
}

char look_alike(char symbol) {
  switch (symbol) {
    case 'O':
    case 'D':
    case 'Q':
      return '0';
    case 'I':
      return '1';
    case 'Z':
      return '2';
    case 'S':
      return '5';
    case 'B':
      return '8';
    case 'G':
      return '6';
    default:
      return symbol;
  }
}

}  // namespace

PlateText mark_consensus(const std::vector<PlateText>& reads, const MarkConsensusOptions& options) {
  std::vector<const PlateText*> voters;
  for (const PlateText& read : reads) {
    if (!read.characters.empty()) voters.push_back(&read);
  }
  if (voters.empty()) return reads.empty() ? PlateText{} : reads.front();
  if (voters.size() == 1) return *voters.front();
  // The surest first: the others are aligned to it.
  std::stable_sort(voters.begin(), voters.end(),
                   [](const PlateText* a, const PlateText* b) { return a->confidence > b->confidence; });
  MarkAlignment joined(options.floor);
  double weights = 0;
  double squares = 0;
  for (const PlateText* read : voters) {
    const double weight = 0.1 + read->confidence;
    joined.add(*read, weight);
    weights += weight;
    squares += weight * weight;
  }
  const double reads_counted = weights * weights / squares;
  const double power = reads_counted / (1 + options.correlation * (reads_counted - 1));
  const std::vector<MarkPlace> places = joined.places(power);
  const auto marks = likeliest(places, joined.letters());
  const std::string folded = folded_mark(marks.front().first);
  if (folded.empty()) return *voters.front();

  PlateText text;
  const double surest = voters.front()->confidence;
  const double most = 1 - options.least_doubt_left * (1 - surest);
  for (const auto& [mark, probability] : marks) {
    if (mark.empty() || static_cast<int>(text.candidates.size()) == options.candidates) continue;
    const double believed = may_be_word(mark) ? options.most_for_words : most;
    text.candidates.push_back({mark, std::min(probability, believed)});
  }
  text.mark = text.candidates.front().mark;
  text.confidence = text.candidates.front().probability;
  const std::vector<std::size_t> under = places_under(folded, places);
  for (std::size_t i = 0; i < under.size(); ++i) {
    text.characters.push_back(character_of(places[under[i]]));
  }
  return text;
}

double mark_likeness(std::string_view a, std::string_view b) {
  if (a.empty() && b.empty()) return 1;
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (look_alike(a[i - 1]) == look_alike(b[j - 1]) ? 0U : 1U);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return 1 - static_cast<double>(row.back()) / static_cast<double>(std::max(a.size(), b.size()));
}

bool is_part_of(std::string_view text, std::string_view mark) {
  const std::string part = folded_mark(text);
  const std::string whole = folded_mark(mark);
  return !part.empty() && part.size() + 2 <= whole.size() &&
         (whole.starts_with(part) || whole.ends_with(part));
}

}  // namespace nightjar
