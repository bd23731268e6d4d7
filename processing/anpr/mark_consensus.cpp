#include "processing/anpr/mark_consensus.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <map>
#include <string>

#include "processing/anpr/registration_mark.hpp"

namespace nightjar {

namespace {

constexpr std::size_t kSymbols = 36;
constexpr std::size_t kNothing = kSymbols;  // "no character here", beside the symbols

/// What may stand at one place of the mark; sums to 1.
using Place = std::array<double, kSymbols + 1>;

std::size_t symbol_index(char symbol) {
  return kMarkSymbols.find(symbol);
}

/// Of one read: its places, and for each whether 0 or 1 there is the letter O or I (1), the digit (-1),
/// neither (0).
struct ReadPlaces {
  std::vector<Place> places;
  std::vector<int> letter;
};

/// The places of one read, its raw probabilities drawn towards its calibrated confidence, O with 0 and I
/// with 1.
ReadPlaces places_of(const PlateText& read, double floor) {
  double whole = 1;
  for (const CharacterProbabilities& character : read.characters) {
    whole *= static_cast<double>(*std::max_element(character.symbol.begin(), character.symbol.end()));
  }
  const auto count = static_cast<double>(read.characters.size());
  const double trust =
      whole > 0 ? std::min(1.0, std::pow(std::max(0.01, read.confidence) / whole, 1 / count)) : 1.0;
  ReadPlaces made;
  for (std::size_t i = 0; i < read.characters.size(); ++i) {
    const CharacterProbabilities& character = read.characters[i];
    const char shown = i < read.mark.size() ? read.mark[i] : '\0';
    made.letter.push_back(shown == 'O' || shown == 'I' ? 1 : shown == '0' || shown == '1' ? -1 : 0);
    Place place{};
    double sum = 0;
    for (std::size_t s = 0; s < kSymbols; ++s) {
      place[s] = trust * std::max(0.0, static_cast<double>(character.symbol[s]));
      sum += place[s];
    }
    const auto fold = [&](char from, char to) {
      place[symbol_index(to)] += place[symbol_index(from)];
      place[symbol_index(from)] = 0;
    };
    fold('O', '0');
    fold('I', '1');
    // The doubt: half on any other symbol, half on none being here.
    const double doubt = std::max(0.0, 1 - sum);
    double total = 0;
    for (std::size_t s = 0; s < kSymbols; ++s) {
      if (kMarkSymbols[s] != 'O' && kMarkSymbols[s] != 'I')
        place[s] = std::max(floor, place[s] + doubt / 2 / 34);
      total += place[s];
    }
    place[kNothing] = std::max(floor, doubt / 2);
    total += place[kNothing];
    for (double& p : place) p /= total;
    made.places.push_back(place);
  }
  return made;
}

/// What a read says of a place that it has no character for.
Place nothing_here(double confidence) {
  Place place{};
  const double sure = std::clamp(0.5 + confidence / 2, 0.5, 0.97);
  for (std::size_t s = 0; s < kSymbols; ++s) {
    if (kMarkSymbols[s] != 'O' && kMarkSymbols[s] != 'I') place[s] = (1 - sure) / 34;
  }
  place[kNothing] = sure;
  return place;
}

/// A place of the consensus: the sum of log-probabilities and of the weights behind it.
struct Column {
  Place log{};
  double weight = 0;
  double letter = 0;  ///< above 0: a 0 or 1 here is the letter

  void add(const Place& place, double by) {
    for (std::size_t s = 0; s <= kSymbols; ++s) log[s] += by * std::log(std::max(1e-6, place[s]));
    weight += by;
  }
  /// Probabilities after raising to `power` per unit of mean weight.
  [[nodiscard]] Place probabilities(double power) const {
    Place place{};
    const double scale = weight > 0 ? power / weight : 0;
    const double top = *std::max_element(log.begin(), log.end());
    double sum = 0;
    for (std::size_t s = 0; s <= kSymbols; ++s) {
      const bool folded = s < kSymbols && (kMarkSymbols[s] == 'O' || kMarkSymbols[s] == 'I');
      place[s] = folded ? 0 : std::exp(scale * (log[s] - top));
      sum += place[s];
    }
    for (double& p : place) p /= sum;
    return place;
  }
};

double agreement(const Place& a, const Place& b) {
  double same = 0;
  for (std::size_t s = 0; s < kSymbols; ++s) same += a[s] * b[s];
  return same;
}

/// Scores of the partial alignments, first i of the one with first j of the other.
class Table {
 public:
  Table(std::size_t rows, std::size_t columns, double value)
      : columns_(columns), scores_(rows * columns, value) {}
  double& operator()(std::size_t i, std::size_t j) { return scores_.at(i * columns_ + j); }

 private:
  std::size_t columns_;
  std::vector<double> scores_;
};

enum class Step { both, only_column, only_read };

/// Edit alignment of a read's places to the columns, by how likely they show the same character.
std::vector<Step> aligned(const std::vector<Place>& columns, const std::vector<Place>& read) {
  constexpr double gap = -0.55;  // between a clear agreement (about 1) and a substitution (-1)
  const std::size_t n = columns.size();
  const std::size_t m = read.size();
  Table best(n + 1, m + 1, 0);
  for (std::size_t i = 1; i <= n; ++i) best(i, 0) = static_cast<double>(i) * gap;
  for (std::size_t j = 1; j <= m; ++j) best(0, j) = static_cast<double>(j) * gap;
  const auto pair = [&](std::size_t i, std::size_t j) {
    return 2 * agreement(columns[i - 1], read[j - 1]) - 1;
  };
  for (std::size_t i = 1; i <= n; ++i) {
    for (std::size_t j = 1; j <= m; ++j) {
      best(i, j) = std::max({best(i - 1, j - 1) + pair(i, j), best(i - 1, j) + gap, best(i, j - 1) + gap});
    }
  }
  std::vector<Step> steps;
  for (std::size_t i = n, j = m; i > 0 || j > 0;) {
    if (i > 0 && j > 0 && best(i, j) == best(i - 1, j - 1) + pair(i, j)) {
      steps.push_back(Step::both), --i, --j;
    } else if (i > 0 && (j == 0 || best(i, j) == best(i - 1, j) + gap)) {
      steps.push_back(Step::only_column), --i;
    } else {
      steps.push_back(Step::only_read), --j;
    }
  }
  std::reverse(steps.begin(), steps.end());
  return steps;
}

/// Reads joined so far.
class Joined {
 public:
  void add(const ReadPlaces& read, double confidence, double weight) {
    std::vector<Place> now;
    now.reserve(columns_.size());
    for (const Column& column : columns_) now.push_back(column.probabilities(1));
    const Place absent = nothing_here(confidence);
    std::vector<Column> next;
    std::size_t i = 0;
    std::size_t j = 0;
    for (Step step : columns_.empty() ? std::vector<Step>(read.places.size(), Step::only_read)
                                      : aligned(now, read.places)) {
      Column column = step == Step::only_read ? before_now() : columns_[i++];
      if (step == Step::only_column) {
        column.add(absent, weight);
      } else {
        column.add(read.places[j], weight);
        column.letter += weight * read.letter[j++];
      }
      next.push_back(column);
    }
    columns_ = std::move(next);
    earlier_.emplace_back(absent, weight);
  }
  [[nodiscard]] std::vector<Place> places(double power) const {
    std::vector<Place> places;
    places.reserve(columns_.size());
    for (const Column& column : columns_) places.push_back(column.probabilities(power));
    return places;
  }
  [[nodiscard]] std::vector<bool> letters() const {
    std::vector<bool> letters;
    letters.reserve(columns_.size());
    for (const Column& column : columns_) letters.push_back(column.letter > 0);
    return letters;
  }

 private:
  /// A new place, of which all the reads so far say that nothing is there.
  [[nodiscard]] Column before_now() const {
    Column column;
    for (const auto& [absent, weight] : earlier_) column.add(absent, weight);
    return column;
  }
  std::vector<Column> columns_;
  std::vector<std::pair<Place, double>> earlier_;
};

/// The likeliest marks, with their probabilities: a beam over the places. `letters` says where 0 is O and 1
/// is I.
std::vector<std::pair<std::string, double>> likeliest(const std::vector<Place>& places,
                                                      const std::vector<bool>& letters) {
  constexpr std::size_t width = 24;
  std::vector<std::pair<std::string, double>> beam{{"", 1.0}};
  for (std::size_t at = 0; at < places.size(); ++at) {
    const Place& place = places[at];
    std::map<std::string, double> next;
    for (const auto& [mark, probability] : beam) {
      next[mark] += probability * place[kNothing];
      for (std::size_t s = 0; s < kSymbols; ++s) {
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

CharacterProbabilities character_of(const Place& place) {
  CharacterProbabilities character;
  for (std::size_t s = 0; s < kSymbols; ++s) character.symbol[s] = static_cast<float>(place[s]);
  return character;
}

/// The places that the mark's characters stand at: the best way to lay it over them.
std::vector<std::size_t> places_under(const std::string& folded, const std::vector<Place>& places) {
  const std::size_t n = places.size();
  const std::size_t m = folded.size();
  Table best(n + 1, m + 1, -1e9);
  best(0, 0) = 0;
  for (std::size_t i = 1; i <= n; ++i) {
    for (std::size_t j = 0; j <= std::min(i, m); ++j) {
      best(i, j) = best(i - 1, j) + std::log(places[i - 1][kNothing] + 1e-9);
      if (j > 0) {
        best(i, j) = std::max(
            best(i, j), best(i - 1, j - 1) + std::log(places[i - 1][symbol_index(folded[j - 1])] + 1e-9));
      }
    }
  }
  std::vector<std::size_t> under(m);
  for (std::size_t i = n, j = m; i > 0; --i) {
    const bool none = best(i, j) == best(i - 1, j) + std::log(places[i - 1][kNothing] + 1e-9);
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
  Joined joined;
  double weights = 0;
  double squares = 0;
  for (const PlateText* read : voters) {
    const double weight = 0.1 + read->confidence;
    joined.add(places_of(*read, options.floor), read->confidence, weight);
    weights += weight;
    squares += weight * weight;
  }
  const double reads_counted = weights * weights / squares;
  const double power = reads_counted / (1 + options.correlation * (reads_counted - 1));
  const std::vector<Place> places = joined.places(power);
  const auto marks = likeliest(places, joined.letters());
  const std::string folded = folded_mark(marks.front().first);
  if (folded.empty()) return *voters.front();

  PlateText text;
  const double surest = voters.front()->confidence;
  const double most = 1 - options.least_doubt_left * (1 - surest);
  for (const auto& [mark, probability] : marks) {
    if (mark.empty() || static_cast<int>(text.candidates.size()) == options.candidates) continue;
    text.candidates.push_back({mark, std::min(probability, most)});
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

}  // namespace nightjar
