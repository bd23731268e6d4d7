#include "processing/anpr/mark_alignment.hpp"

#include <algorithm>
#include <cmath>

#include "processing/anpr/registration_mark.hpp"

namespace nightjar {
namespace {

/// O is counted as 0 and I as 1.
bool is_folded_away(std::size_t symbol) {
  return symbol < kPlaceSymbols && (kMarkSymbols[symbol] == 'O' || kMarkSymbols[symbol] == 'I');
}

/// Of one read: its places, and for each whether 0 or 1 there is the letter O or I (1), the digit (-1),
/// neither (0).
struct ReadPlaces {
  std::vector<MarkPlace> places;
  std::vector<int> letter;
};

/// How far a read's raw probabilities are to be believed, so that together they come to its calibrated
/// confidence.
double trust_in(const PlateText& read) {
  double whole = 1;
  for (const CharacterProbabilities& character : read.characters) {
    whole *= static_cast<double>(*std::max_element(character.symbol.begin(), character.symbol.end()));
  }
  const auto count = static_cast<double>(read.characters.size());
  return whole > 0 ? std::min(1.0, std::pow(std::max(0.01, read.confidence) / whole, 1 / count)) : 1.0;
}

MarkPlace place_of(const CharacterProbabilities& character, double trust, double floor) {
  MarkPlace place{};
  double sum = 0;
  for (std::size_t s = 0; s < kPlaceSymbols; ++s) {
    place[s] = trust * std::max(0.0, static_cast<double>(character.symbol[s]));
    sum += place[s];
  }
  const auto fold = [&](char from, char to) {
    place[kMarkSymbols.find(to)] += place[kMarkSymbols.find(from)];
    place[kMarkSymbols.find(from)] = 0;
  };
  fold('O', '0');
  fold('I', '1');
  // The doubt: half on any other symbol, half on none being here.
  const double doubt = std::max(0.0, 1 - sum);
  double total = 0;
  for (std::size_t s = 0; s < kPlaceSymbols; ++s) {
    if (!is_folded_away(s)) place[s] = std::max(floor, place[s] + doubt / 2 / 34);
    total += place[s];
  }
  place[kNothing] = std::max(floor, doubt / 2);
  total += place[kNothing];
  for (double& p : place) p /= total;
  return place;
}

ReadPlaces places_of(const PlateText& read, double floor) {
  const double trust = trust_in(read);
  ReadPlaces made;
  for (std::size_t i = 0; i < read.characters.size(); ++i) {
    const char shown = i < read.mark.size() ? read.mark[i] : '\0';
    made.letter.push_back(shown == 'O' || shown == 'I' ? 1 : shown == '0' || shown == '1' ? -1 : 0);
    made.places.push_back(place_of(read.characters[i], trust, floor));
  }
  return made;
}

/// What a read says of a place that it has no character for.
MarkPlace nothing_here(double confidence) {
  MarkPlace place{};
  const double sure = std::clamp(0.5 + confidence / 2, 0.5, 0.97);
  for (std::size_t s = 0; s < kPlaceSymbols; ++s) {
    if (!is_folded_away(s)) place[s] = (1 - sure) / 34;
  }
  place[kNothing] = sure;
  return place;
}

double agreement(const MarkPlace& a, const MarkPlace& b) {
  double same = 0;
  for (std::size_t s = 0; s < kPlaceSymbols; ++s) same += a[s] * b[s];
  return same;
}

enum class Step { both, only_column, only_read };

/// Edit alignment of a read's places to the columns, by how likely they show the same character.
std::vector<Step> aligned(const std::vector<MarkPlace>& columns, const std::vector<MarkPlace>& read) {
  constexpr double gap = -0.55;  // between a clear agreement (about 1) and a substitution (-1)
  const std::size_t n = columns.size();
  const std::size_t m = read.size();
  std::vector<double> scores((n + 1) * (m + 1), 0);  // of the first i columns with the first j of the read
  const auto best = [&](std::size_t i, std::size_t j) -> double& { return scores.at(i * (m + 1) + j); };
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

}  // namespace

void MarkAlignment::Column::add(const MarkPlace& place, double by) {
  for (std::size_t s = 0; s <= kPlaceSymbols; ++s) log[s] += by * std::log(std::max(1e-6, place[s]));
  weight += by;
}

MarkPlace MarkAlignment::Column::probabilities(double power) const {
  MarkPlace place{};
  const double scale = weight > 0 ? power / weight : 0;
  const double top = *std::max_element(log.begin(), log.end());
  double sum = 0;
  for (std::size_t s = 0; s <= kPlaceSymbols; ++s) {
    place[s] = is_folded_away(s) ? 0 : std::exp(scale * (log[s] - top));
    sum += place[s];
  }
  for (double& p : place) p /= sum;
  return place;
}

void MarkAlignment::add(const PlateText& text, double weight) {
  const ReadPlaces read = places_of(text, floor_);
  const MarkPlace absent = nothing_here(text.confidence);
  std::vector<Column> next;
  std::size_t i = 0;
  std::size_t j = 0;
  for (const Step step : columns_.empty() ? std::vector<Step>(read.places.size(), Step::only_read)
                                          : aligned(places(1), read.places)) {
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

std::vector<MarkPlace> MarkAlignment::places(double power) const {
  std::vector<MarkPlace> places;
  places.reserve(columns_.size());
  for (const Column& column : columns_) places.push_back(column.probabilities(power));
  return places;
}

std::vector<bool> MarkAlignment::letters() const {
  std::vector<bool> letters;
  letters.reserve(columns_.size());
  for (const Column& column : columns_) letters.push_back(column.letter > 0);
  return letters;
}

/// A new place, of which all the reads so far say that nothing is there.
MarkAlignment::Column MarkAlignment::before_now() const {
  Column column;
  for (const auto& [absent, weight] : earlier_) column.add(absent, weight);
  return column;
}

}  // namespace nightjar
