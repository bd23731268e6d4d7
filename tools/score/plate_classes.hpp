#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tools/score/interval.hpp"
#include "tools/score/truth.hpp"

namespace nightjar {

/// True passes of one class, and what became of them.
struct PlateClass {
  std::string by;    ///< "light", "weather", "plate width", "lines", "style" …
  std::string name;  ///< "dusk", "60 to 79 px"
  Share captured, correct;
};

/// Divides passes by what the truth says of them.
class PlateClasses {
 public:
  void add(const PlateTruth& truth, bool captured, bool correct);

  /// Light, plate width, direction and feed always; the others where a line of truth states them. Words by
  /// name, numbers from small to large.
  [[nodiscard]] std::vector<PlateClass> by_division() const;

 private:
  struct Ranked {
    PlateClass value;
    double rank = 0;
  };
  std::map<std::pair<std::string, std::string>, Ranked> classes_;
};

}  // namespace nightjar
