#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "tools/judge/judged_reads.hpp"
#include "tools/simulate/chance.hpp"

namespace nightjar {

struct SimulatedPassesOptions {
  std::uint64_t seed = 1;
  /// Share of current marks that bear one of a region's dozen memory tags; the others any.
  double regional = 0;
};

/// Passes without number from reads that were kept, those of marks of five characters and more: each is one
/// of them, whose rightly read characters are exchanged for others of the same kind. A clear one (seen with
/// 0.99) is exchanged for a clear one of another read, an unclear one keeps its probabilities under another
/// name. What was misread or missed stays as it was, with its confidence and its candidates.
class SimulatedPasses {
 public:
  SimulatedPasses(std::vector<SampledRead> kept, SimulatedPassesOptions options);

  /// Pass of a number; always the same.
  [[nodiscard]] SampledRead pass(std::uint64_t number) const;

  [[nodiscard]] const std::vector<SampledRead>& kept() const { return kept_; }

  /// Which of the kept reads it was made from.
  [[nodiscard]] std::size_t origin(std::uint64_t number) const;

 private:
  [[nodiscard]] std::uint64_t seed_of(std::uint64_t number) const;
  void exchange(SampledRead& read, std::size_t at_read, std::size_t at_mark, char symbol,
                Chance& chance) const;

  std::vector<SampledRead> kept_;
  SimulatedPassesOptions options_;
  std::array<std::vector<CharacterProbabilities>, 36> clear_;  ///< by symbol, in the order of kMarkSymbols
};

}  // namespace nightjar
