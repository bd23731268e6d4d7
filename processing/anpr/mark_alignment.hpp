#pragma once

#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "processing/anpr/plate_read.hpp"

namespace nightjar {

inline constexpr std::size_t kPlaceSymbols = 36;        ///< in the order of kMarkSymbols; O and I hold 0
inline constexpr std::size_t kNothing = kPlaceSymbols;  ///< "no character here", beside the symbols

/// What may stand at one place of a mark; sums to 1.
using MarkPlace = std::array<double, kPlaceSymbols + 1>;

/// Lays reads of one plate over each other, missing and surplus characters included, and sums what they say
/// of each place.
class MarkAlignment {
 public:
  /// `floor`: the least probability that a read gives each symbol.
  explicit MarkAlignment(double floor) : floor_(floor) {}

  /// The first read decides what the others are aligned to.
  void add(const PlateText& read, double weight);

  /// The places of all reads, their mean log-probabilities raised to `power`.
  [[nodiscard]] std::vector<MarkPlace> places(double power) const;

  /// Of each place: a 0 or 1 there is the letter O or I, by what most reads wrote.
  [[nodiscard]] std::vector<bool> letters() const;

 private:
  /// The sum of weighted log-probabilities, and of the weights.
  struct Column {
    MarkPlace log{};
    double weight = 0;
    double letter = 0;  ///< above 0: a 0 or 1 here is the letter

    void add(const MarkPlace& place, double by);
    [[nodiscard]] MarkPlace probabilities(double power) const;
  };
  [[nodiscard]] Column before_now() const;

  double floor_;
  std::vector<Column> columns_;
  std::vector<std::pair<MarkPlace, double>> earlier_;  // what each read says of a place that it lacks
};

}  // namespace nightjar
