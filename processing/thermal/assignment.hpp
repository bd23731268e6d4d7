#pragma once

#include <cstddef>
#include <vector>

namespace nightjar {

/// A row and a column that may belong together, and what is gained if they do (above 0).
struct AssignmentChoice {
  std::size_t row = 0;
  std::size_t column = 0;
  double gain = 0;
};

/// The choices of the greatest total gain in which no row and no column stands twice, in order of rows.
/// Solved exactly (Hungarian method) in each group that the choices connect: bodies that pass close by need
/// it, and gates keep the groups small. Groups beyond 64 rows or columns are taken greedily, best gain first.
[[nodiscard]] std::vector<AssignmentChoice> best_assignment(std::vector<AssignmentChoice> choices);

}  // namespace nightjar
